internal import NIOHTTP1

/// The service's documented answers, and those of the proxies in front of it.
extension SandboxResponse {
    static func imported(_ count: Int) -> SandboxResponse {
        SandboxResponse(200, body: #"{"code":200,"num_records_imported":\#(count),"status":"OK"}"#)
    }

    static func failedValidation(_ records: [String], imported: String) -> SandboxResponse {
        let body = """
            {"code":400,"error":"some data points in the request failed validation",\
            "failed_records":[\(records.joined(separator: ","))],\
            "num_records_imported":\(imported),"status":"Bad Request"}
            """
        return SandboxResponse(400, body: body)
    }

    /// For a template: the events that no record names count as imported.
    static func failedRecords(_ records: [String]) -> SandboxResponse {
        failedValidation(records, imported: "{events-\(records.count)}")
    }

    static let identityRefusal = failedValidation(
        [#""identity events are not allowed when project is using simplified identity management""#],
        imported: "0"
    )

    static func refused(_ reason: String) -> SandboxResponse { plain(400, error: reason) }

    static let unauthorized = plain(401, error: "Invalid credentials")

    static let missingProject = plain(
        401,
        error: "Unauthorized, invalid project secret. See docs for more information: "
            + "https://developer.mixpanel.com/reference/authentication#project-secret"
    )

    static let notFound = plain(404, error: "not found")

    static func tooLarge(limit: Int) -> SandboxResponse {
        let body = """
            {"code":413,"error":"request exceeds max limit of \(limit) bytes","status":"Request Entity Too Large"}
            """
        return SandboxResponse(413, body: body)
    }

    static let rateLimited = plain(
        429,
        error: "Project exceeded rate limits. Please retry the request with exponential backoff."
    )

    /// What is usually seen with this status.
    static func typical(_ status: Int) -> SandboxResponse {
        switch status {
        case 204, 304: SandboxResponse(status, body: "")
        case 200: imported("{events}")
        case 401: unauthorized
        case 413: tooLarge(limit: 2_097_152)
        case 429: rateLimited
        case 502, 504: proxyPage(status)
        case 503:
            SandboxResponse(503, type: "text/plain", body: "upstream connect error or disconnect/reset before headers")
        default: plain(status, error: HTTPResponseStatus(statusCode: status).reasonPhrase)
        }
    }

    private static func imported(_ count: String) -> SandboxResponse {
        SandboxResponse(200, body: #"{"code":200,"num_records_imported":\#(count),"status":"OK"}"#)
    }

    private static func plain(_ status: Int, error: String) -> SandboxResponse {
        let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
        let error = JSONText.escaped(error)
        return SandboxResponse(status, body: #"{"code":\#(status),"error":"\#(error)","status":"\#(reason)"}"#)
    }

    private static func proxyPage(_ status: Int) -> SandboxResponse {
        let title = "\(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)"
        let page = """
            <html>\r
            <head><title>\(title)</title></head>\r
            <body>\r
            <center><h1>\(title)</h1></center>\r
            <hr><center>nginx</center>\r
            </body>\r
            </html>\r

            """
        return SandboxResponse(status, type: "text/html", body: page)
    }
}
