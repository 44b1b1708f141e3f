/// Variables of the environment that are set and make no difference to a run, though they look as if they would.
enum UnusedVariables {
    static func names(beside arguments: ProjectArguments) -> [String] {
        var unused: [String] = []
        let isAccount = arguments.serviceAccount != nil || arguments.secretFile != nil
        let isToken = arguments.tokenFile != nil || !isAccount && Environment["MIXPANEL_SERVICE_ACCOUNT"] == nil
        if arguments.tokenFile != nil || isAccount { unused.append("MIXPANEL_TOKEN") }
        if isToken || arguments.serviceAccount != nil { unused.append("MIXPANEL_SERVICE_ACCOUNT") }
        if isToken || arguments.secretFile != nil { unused.append("MIXPANEL_SERVICE_ACCOUNT_SECRET") }
        if isToken || arguments.projectID != nil { unused.append("MIXPANEL_PROJECT_ID") }
        let namesPlace = arguments.region != nil || arguments.endpoint != nil
        if namesPlace { unused.append("MIXPANEL_ENDPOINT") }
        if namesPlace || Environment["MIXPANEL_ENDPOINT"] != nil { unused.append("MIXPANEL_REGION") }
        return unused.filter { Environment[$0] != nil }
    }
}
