import Testing

/// Lines as the sources of the presets write them, and the events that are to become of them.
struct PresetSample: Sendable, CustomTestStringConvertible {
    var presets: [String]
    var line: String
    var event: String

    var testDescription: String { presets.joined(separator: ", ") }

    static let all: [PresetSample] = [
        PresetSample(
            presets: ["mixpanel-pipelines"],
            line: #"""
                {"device_id":"18f33f2a9c1a2b-0c5e1f0a7d2e4c-1d525637","distinct_id":"u-1001","event_name":"Sign Up","insert_id":"a8d3831f-ba0e-447e-bdaf-81bc8e9f78be","properties":{"$city":"Berlin","$os":"Linux","mp_country_code":"DE","mp_lib":"web","mp_processing_time_ms":1714566899001,"plan":"team"},"time":"2024-05-01T12:34:56.123Z","user_id":"u-1001"}
                """#,
            event: #"""
                {"event":"Sign Up","properties":{"time":1714566896123,"distinct_id":"u-1001","$device_id":"18f33f2a9c1a2b-0c5e1f0a7d2e4c-1d525637","$user_id":"u-1001","$insert_id":"a8d3831f-ba0e-447e-bdaf-81bc8e9f78be","$city":"Berlin","$os":"Linux","mp_country_code":"DE","mp_lib":"web","plan":"team"}}
                """#
        ),
        PresetSample(
            presets: ["amplitude"],
            line: #"""
                {"$insert_id":"b0c1b0b6-2f5c-4f86-9a55-0d5a3c0f1d11","$insert_key":null,"$schema":null,"adid":null,"amplitude_attribution_ids":null,"amplitude_event_type":null,"amplitude_id":904512345678,"app":123456,"city":"Berlin","client_event_time":"2024-05-01 12:34:55.001000","client_upload_time":"2024-05-01 12:34:58.500000","country":"Germany","data":{"path":"/2/httpapi"},"device_brand":null,"device_carrier":null,"device_family":"Mac","device_id":"7c1f0a52-52ce-4c10-8c0f-6d1b6d9b7c1eR","device_manufacturer":null,"device_model":null,"device_type":"Mac","dma":null,"event_id":17,"event_properties":{"plan":"team","seats":3,"time":"evening"},"event_time":"2024-05-01 12:34:56.123000","event_type":"Sign Up","global_user_properties":{},"group_properties":{},"groups":{"org":["acme"]},"idfa":null,"ip_address":"203.0.113.7","is_attribution_event":null,"language":"German","library":"amplitude-ts/2.3.3","location_lat":null,"location_lng":null,"os_name":"Chrome","os_version":"124","partner_id":null,"paying":null,"plan":{},"platform":"Web","processed_time":"2024-05-01 12:35:01.000000","region":"Land Berlin","sample_rate":null,"server_received_time":"2024-05-01 12:34:58.600000","server_upload_time":"2024-05-01 12:34:58.700000","session_id":1714566800000,"source_id":null,"start_version":null,"user_creation_time":"2024-04-01 00:00:00.000000","user_id":"u-1001","user_properties":{"initial_utm_source":"EMPTY"},"uuid":"5d5f9a3e-07b7-11ef-9f2a-0242ac120002","version_name":null}
                """#,
            event: #"""
                {"event":"Sign Up","properties":{"time":1714566896123,"distinct_id":"u-1001","$user_id":"u-1001","$device_id":"7c1f0a52-52ce-4c10-8c0f-6d1b6d9b7c1eR","$insert_id":"b0c1b0b6-2f5c-4f86-9a55-0d5a3c0f1d11","ip":"203.0.113.7","$city":"Berlin","$region":"Land Berlin","country":"Germany","$browser":"Chrome","$browser_version":"124","$os":"Mac","$session_id":"1714566800000","platform":"Web","language":"German","plan":"team","seats":3,"time_":"evening","org":["acme"]}}
                """#
        ),
        PresetSample(
            presets: ["segment"],
            line: #"""
                {"anonymousId":"5f1c9d52-3a0e-4d52-9f0e-7a0f2e1b6c11","context":{"app":{"name":"Shop","version":"4.2.0","build":"420","namespace":"com.example.shop"},"campaign":{"name":"spring","source":"newsletter","medium":"email"},"device":{"manufacturer":"Apple","model":"iPhone15,2","name":"iPhone","type":"ios"},"ip":"203.0.113.7","library":{"name":"analytics.js","version":"next-1.70.0"},"locale":"en-GB","network":{"carrier":"Example","cellular":false,"wifi":true},"os":{"name":"iOS","version":"17.4.1"},"page":{"path":"/cart","referrer":"https://www.example.org/","search":"","title":"Cart","url":"https://www.example.com/cart"},"screen":{"width":393,"height":852,"density":3},"timezone":"Europe/Berlin","userAgent":"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X)"},"event":"Checkout Started","integrations":{},"messageId":"ajs-next-1714566896000-5f1c9d52-3a0e-4d52-9f0e-7a0f2e1b6c12","originalTimestamp":"2024-05-01T12:34:55.900Z","properties":{"cart_id":"c-77","value":42.5,"ip":"10.0.0.1"},"receivedAt":"2024-05-01T12:34:57.001Z","sentAt":"2024-05-01T12:34:56.778Z","timestamp":"2024-05-01T12:34:56.123Z","type":"track","userId":"u-1001","version":2}
                """#,
            event: #"""
                {"event":"Checkout Started","properties":{"time":1714566896123,"distinct_id":"u-1001","$user_id":"u-1001","$device_id":"5f1c9d52-3a0e-4d52-9f0e-7a0f2e1b6c11","$insert_id":"5f1c9d52-3a0e-4d52-9f0e-7a0f2e1b6c12","ip":"203.0.113.7","$app_name":"Shop","$app_version_string":"4.2.0","$app_build_number":"420","$app_namespace":"com.example.shop","utm_campaign":"spring","utm_source":"newsletter","utm_medium":"email","$manufacturer":"Apple","$model":"iPhone15,2","$device":"iPhone","$device_type":"ios","$carrier":"Example","$wifi":true,"$os":"iOS","$os_version":"17.4.1","$current_url":"https://www.example.com/cart","$referrer":"https://www.example.org/","$screen_width":393,"$screen_height":852,"$locale":"en-GB","timezone":"Europe/Berlin","mp_lib":"analytics.js","$lib_version":"next-1.70.0","cart_id":"c-77","value":42.5,"ip_":"10.0.0.1"}}
                """#
        ),
        PresetSample(
            presets: ["ga4"],
            line: #"""
                {"event_date":"20240501","event_timestamp":"1714566896123456","event_name":"purchase","event_params":[{"key":"ga_session_id","value":{"int_value":"1714566000"}},{"key":"page_location","value":{"string_value":"https://example.com/cart"}},{"key":"value","value":{"double_value":19.9}},{"key":"engagement_time_msec","value":{"int_value":"5012"}},{"key":"order_ref","value":{"int_value":"-5164663614086310235"}}],"event_bundle_sequence_id":"1208451","event_server_timestamp_offset":"512","user_pseudo_id":"1966887230.1714560000","privacy_info":{"analytics_storage":"Yes","ads_storage":"Yes","uses_transient_token":"No"},"user_properties":[],"user_first_touch_timestamp":"1714560000123456","device":{"category":"desktop","mobile_brand_name":"Apple","operating_system":"Macintosh","operating_system_version":"Macintosh 10.15","language":"de-de","is_limited_ad_tracking":"No","web_info":{"browser":"Chrome","browser_version":"124.0.0.0","hostname":"example.com"}},"geo":{"city":"Berlin","country":"Germany","continent":"Europe","region":"Berlin","sub_continent":"Western Europe","metro":"(not set)"},"traffic_source":{"name":"(direct)","medium":"(none)","source":"(direct)"},"stream_id":"1234567890","platform":"WEB","items":[]}
                """#,
            event: #"""
                {"event":"purchase","properties":{"time":1714566896123,"distinct_id":"1966887230.1714560000","$device_id":"1966887230.1714560000","ip":0,"$city":"Berlin","$region":"Berlin","country":"Germany","$os":"Macintosh","$os_version":"Macintosh 10.15","$browser":"Chrome","$browser_version":"124.0.0.0","$current_url":"https://example.com/cart","mp_lib":"web","ga_session_id":1714566000,"page_location":"https://example.com/cart","value":19.9,"engagement_time_msec":5012,"order_ref":"-5164663614086310235","event_date":"20240501","event_bundle_sequence_id":"1208451","stream_id":"1234567890","platform":"WEB","device_category":"desktop","language":"de-de"}}
                """#
        ),
        PresetSample(
            presets: ["posthog"],
            line: #"""
                {"uuid":"018f3414-8f9a-7a3c-9d31-5f3c5e0c1a10","event":"plan upgraded","distinct_id":"u-1001","person_id":"018f3000-0000-0000-0000-000000000001","properties":{"token":"phc_example","distinct_id":"u-1001","$insert_id":"k3j9x0a1bq7z2m4n","$time":1714566896.123,"$device_id":"018f2fff-1111-7222-8333-444455556666","$user_id":"u-1001","$ip":"203.0.113.7","$os":"Mac OS X","$browser":"Chrome","$browser_version":124,"$current_url":"https://app.example.com/billing","$geoip_city_name":"Berlin","$geoip_country_code":"DE","$geoip_subdivision_1_name":"Land Berlin","$lib":"web","$lib_version":"1.130.0","$feature/new-nav":"control","$active_feature_flags":["new-nav"],"plan":"team","tokens_used":12},"person_properties":{"plan":"free"},"elements_chain":"","timestamp":"2024-05-01T12:34:56.123000+00:00","created_at":"2024-05-01T12:34:57.001000+00:00"}
                """#,
            event: #"""
                {"event":"plan upgraded","properties":{"time":1714566896123,"distinct_id":"u-1001","$user_id":"u-1001","$device_id":"018f2fff-1111-7222-8333-444455556666","$insert_id":"018f3414-8f9a-7a3c-9d31-5f3c5e0c1a10","ip":"203.0.113.7","$city":"Berlin","$region":"Land Berlin","mp_country_code":"DE","$os":"Mac OS X","$browser":"Chrome","$browser_version":124,"$current_url":"https://app.example.com/billing","mp_lib":"web","$lib_version":"1.130.0","plan":"team","tokens_used":12}}
                """#
        ),
        PresetSample(
            presets: ["vercel"],
            line: #"""
                {"id":"1714566896123000000000000001","deploymentId":"dpl_233NRGRjVZX1caZrXWtz5g1TAksD","source":"lambda","host":"shop-abc.vercel.app","timestamp":1714566896130,"projectId":"gdufoJxB6b9b1fEqr1jUtFkyavUU","projectName":"shop","level":"info","message":"{\"mp\":1,\"event\":\"Checkout Started\",\"user\":\"u-1001\",\"at\":1714566896123,\"cart\":\"c-77\"}","type":"stdout","entrypoint":"api/checkout.js","requestId":"643af4e3-975a-4cc7-9e7a-1eda11539d90","statusCode":200,"path":"/api/checkout","executionRegion":"fra1","environment":"production","trace.id":"1b02cd14bb8642fd092bc23f54c7ffcd","proxy":{"timestamp":1714566896100,"method":"POST","host":"shop.example.com","path":"/api/checkout","userAgent":["Mozilla/5.0"],"clientIp":"203.0.113.7","region":"fra1","scheme":"https","statusCode":200}}
                """#,
            event: #"""
                {"event":"Checkout Started","properties":{"time":1714566896123,"distinct_id":"u-1001","ip":"203.0.113.7","cart":"c-77","vercel_request_id":"643af4e3-975a-4cc7-9e7a-1eda11539d90","vercel_environment":"production"}}
                """#
        ),
        PresetSample(
            presets: ["vercel-analytics"],
            line: #"""
                {"schema":"vercel.analytics.v1","eventType":"event","eventName":"Signup","eventData":"{\"plan\":\"team\"}","timestamp":1714566896123,"projectId":"Qmc52npNy86S8VV4Mt8a8dP1LEkRNbgosW3pBCQytkcgf2","ownerId":"team_nLlpyC6REAqxydlFKbrMDlud","dataSourceName":"web-analytics","sessionId":12345,"deviceId":9007199254740993127,"origin":"https://example.com","path":"/signup","referrer":"https://www.example.org/","country":"DE","region":"BE","city":"Berlin","osName":"Mac OS","osVersion":"14.4","clientName":"Chrome","clientVersion":"124","deviceType":"desktop"}
                """#,
            event: #"""
                {"event":"Signup","properties":{"time":1714566896123,"distinct_id":"9007199254740993127","$device_id":"9007199254740993127","ip":0,"mp_country_code":"DE","$region":"BE","$city":"Berlin","$os":"Mac OS","$os_version":"14.4","$browser":"Chrome","$browser_version":"124","$referrer":"https://www.example.org/","$current_url":"https://example.com/signup","plan":"team"}}
                """#
        ),
        PresetSample(
            presets: ["docker", "pino"],
            line: #"""
                {"log":"{\"level\":30,\"time\":1714566896123,\"pid\":7,\"hostname\":\"web-1\",\"userId\":\"u-1001\",\"event\":\"Sign Up\",\"plan\":\"team\",\"msg\":\"tracked\"}\n","stream":"stdout","time":"2024-05-01T12:34:56.124000001Z"}
                """#,
            event: #"""
                {"event":"Sign Up","properties":{"time":1714566896123,"distinct_id":"u-1001","ip":0,"plan":"team"}}
                """#
        ),
        PresetSample(
            presets: ["mparticle"],
            line: #"""
                {"events":{"event_type":"custom_event","data":{"event_name":"Sign Up","custom_event_type":"other","timestamp_unixtime_ms":1714566896123,"event_id":-5164663614086310235,"session_uuid":"5F1C9D52-3A0E-4D52-9F0E-7A0F2E1B6C11","custom_attributes":{"plan":"team"}}},"device_info":{"platform":"iOS","os_version":"17.4.1"},"application_info":{"application_version":"4.2.0"},"user_identities":[{"identity_type":"customer_id","identity":"u-1001"}],"user_attributes":{},"mpid":-7946573246325412345,"mp_deviceid":"9f2c0a52-52ce-4c10-8c0f-6d1b6d9b7c1e","ip":"203.0.113.7","environment":"production","batch_id":8216459012345678,"schema_version":1}
                """#,
            event: #"""
                {"event":"Sign Up","properties":{"time":1714566896123,"distinct_id":"u-1001","$user_id":"u-1001","$device_id":"9f2c0a52-52ce-4c10-8c0f-6d1b6d9b7c1e","$insert_id":"-5164663614086310235","ip":"203.0.113.7","$os":"iOS","$os_version":"17.4.1","$app_version_string":"4.2.0","plan":"team"}}
                """#
        ),
        PresetSample(
            presets: ["heap"],
            line: #"""
                {"id":"(2008543124,4810060720600030)","event_id":5234567890123456789,"session_id":7134567890123456,"time":"2024-05-01 12:34:56.123 UTC","type":"click","object":"event","city":"Berlin","region":"BE","country":"Germany","platform":"Mac OS X 10.15","browser":"Chrome 124.0.0","domain":"app.example.com","path":"/billing","properties":{"plan":"team"}}
                """#,
            event: #"""
                {"event":"click","properties":{"time":1714566896123,"distinct_id":"(2008543124,4810060720600030)","$device_id":"(2008543124,4810060720600030)","$insert_id":"5234567890123456789","ip":0,"$city":"Berlin","$region":"BE","country":"Germany","platform":"Mac OS X 10.15","$browser":"Chrome 124.0.0","domain":"app.example.com","path":"/billing","session_id":7134567890123456,"plan":"team"}}
                """#
        ),
        PresetSample(
            presets: ["snowplow"],
            line: #"""
                {"app_id":"shop","platform":"web","collector_tstamp":"2024-05-01T12:34:57Z","dvce_created_tstamp":"2024-05-01T12:34:55.900Z","derived_tstamp":"2024-05-01T12:34:56.123Z","event":"unstruct","event_id":"c6ef3124-b53a-4b13-a233-0088f79dcbcb","event_name":"link_click","event_vendor":"com.snowplowanalytics.snowplow","v_tracker":"js-3.23.0","user_id":null,"user_ipaddress":"203.0.113.7","domain_userid":"bc2e92ec6c204a14","domain_sessionid":"2b15e5c8-d3b1-11e4-b9d6-1681e6b88ec1","network_userid":"ecdff4d0-9175-40ac-a8bb-325c49733607","geo_country":"DE","geo_region":"BE","geo_city":"Berlin","page_url":"https://www.example.com/","page_referrer":null,"unstruct_event_com_snowplowanalytics_snowplow_link_click_1":{"targetUrl":"https://www.example.org"},"contexts_nl_basjes_yauaa_context_1":[{"agentName":"Chrome","agentVersion":"124"}]}
                """#,
            event: #"""
                {"event":"link_click","properties":{"time":1714566896123,"distinct_id":"bc2e92ec6c204a14","$device_id":"bc2e92ec6c204a14","$insert_id":"c6ef3124-b53a-4b13-a233-0088f79dcbcb","ip":"203.0.113.7","mp_country_code":"DE","$region":"BE","$city":"Berlin","$current_url":"https://www.example.com/","$browser":"Chrome","$browser_version":"124","mp_lib":"Snowplow: js-3.23.0","targetUrl":"https://www.example.org","app_id":"shop","platform":"web"}}
                """#
        ),
        PresetSample(
            presets: ["cloudevents"],
            line: #"""
                {"specversion":"1.0","id":"A234-1234-1234","source":"/shop/checkout","type":"com.example.checkout.started","subject":"u-1001","time":"2024-05-01T12:34:56.123Z","datacontenttype":"application/json","data":{"cart_id":"c-77","value":42.5}}
                """#,
            event: #"""
                {"event":"com.example.checkout.started","properties":{"time":1714566896123,"distinct_id":"u-1001","$insert_id":"02ca2a1eb2cd8e1831eaf0b8159a1a8a2cae","ip":0,"source":"/shop/checkout","cart_id":"c-77","value":42.5}}
                """#
        ),
    ]
}
