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

    /// <summary>All amounts are in the unit of the budget that was short.</summary>
    public sealed record Refused : ReserveResult
    {
        /// <summary>Which budget was short.</summary>
        public required BudgetId Budget { get; init; }

        /// <summary>Whose it is.</summary>
        public required SubjectKind Subject { get; init; }

        public required BudgetUnit Unit { get; init; }

        public required WindowKind Window { get; init; }

        /// <summary>Its cap.</summary>
        public required long Limit { get; init; }

        /// <summary>What is posted.</summary>
        public required long Used { get; init; }

        /// <summary>What is pending.</summary>
        public required long Reserved { get; init; }

        /// <summary>The least that would have been admitted.</summary>
        public required long Needed { get; init; }

        /// <summary>When the budget's next window begins; null for one without end.</summary>
        public DateTimeOffset? ResetsAt { get; init; }

        /// <summary>True when waiting for open reservations cannot help.</summary>
        public required bool IsFinal { get; init; }
    }
}
