using Weir.Accounting;

namespace Weir.Proxy.Metering;

/// <summary>The ledger's answer to a <see cref="ReserveRequest"/>.</summary>
public abstract record ReserveResult
{
    private ReserveResult()
    {
    }

    /// <param name="Output">The output set aside, in tokens.</param>
    /// <param name="IsCapped">True when a budget with a cap applies, so that the cap in the body must hold.</param>
    public sealed record Granted(long Output, bool IsCapped) : ReserveResult;

    /// <param name="Subject">Whose budget was short.</param>
    /// <param name="Limit">Its cap.</param>
    /// <param name="Used">What is posted.</param>
    /// <param name="Reserved">What is pending.</param>
    /// <param name="Needed">The least that would have been admitted.</param>
    /// <param name="IsFinal">True when waiting cannot help.</param>
    public sealed record Refused(SubjectKind Subject, long Limit, long Used, long Reserved, long Needed, bool IsFinal) : ReserveResult;
}
