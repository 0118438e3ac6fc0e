using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Weir.Proxy.Refusals;

/// <summary>What reasons are called in JSON and in metrics.</summary>
public static partial class RefusalWords
{
    private static readonly FrozenDictionary<RefusalReason, string> Words = Enum.GetValues<RefusalReason>().ToFrozenDictionary(reason => reason, Word);

    /// <summary>As in <c>client_too_fast</c>.</summary>
    public static string Of(RefusalReason reason) => Words[reason];

    /// <summary>
    /// True when it was Weir that said no, and nothing else says so: what failed at an upstream has its entry in the ledger, but where no
    /// connection could be made, and a caller that left was refused nothing.
    /// </summary>
    public static bool IsByWeir(RefusalReason reason) => reason is not (
        RefusalReason.ClientGone or RefusalReason.UpstreamTimedOut or RefusalReason.UpstreamGarbled or RefusalReason.UpstreamCut
        or RefusalReason.UpstreamCredentialRefused or RefusalReason.UpstreamRefused);

    private static string Word(RefusalReason reason) =>
#pragma warning disable CA1308 // Codes are lower case.
        WordStart().Replace(reason.ToString(), "_$0").ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();
}
