namespace Weir.Reference;

/// <summary>What each status means with which a route can refuse.</summary>
internal static class RefusalTexts
{
    public static IReadOnlyDictionary<int, string> ByStatus { get; } = new Dictionary<int, string>
    {
        [400] = "The body, a parameter or the credentials are not what they should be.",
        [401] = "No credential, or one that is wrong, revoked or expired; at sign-in, a wrong name or password.",
        [403] = "The account is deactivated, or the credential may not do this. With code `confirm_password`, POST /auth/confirm comes first.",
        [404] = "There is nothing with this id, the one-time link has ended, or no upstream that serves the model in this dialect.",
        [408] = "The body came too slowly.",
        [409] = "What is there already stands against it: the name is taken, no more may be made, it is the last administrator, routes name it, or it is written in the settings.",
        [413] = "The body is larger than 32 MiB on the paths of inference, or 64 KiB elsewhere.",
        [415] = "The body is not `application/json`.",
        [429] = "A limit is reached. With `x-should-retry: false` waiting does not help; else retry after `retry-after` seconds.",
        [502] = "The upstream cannot be reached, broke off, or refused the gateway's own key.",
        [503] = "The gateway takes no more just now: see `retry-after`.",
        [504] = "The upstream took too long.",
        [508] = "The request has come around: an upstream leads back to this gateway.",
    };
}
