namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>What goes wrong in one transaction of the store.</summary>
internal enum StoreFault
{
    None,

    /// <summary>It cannot be begun.</summary>
    FailAtBegin,

    /// <summary>A row cannot be written.</summary>
    FailAtWrite,

    /// <summary>It cannot be committed, and surely isn't.</summary>
    FailAtCommit,

    /// <summary>It is committed, but the word of it is lost.</summary>
    LoseWordOfCommit,

    /// <summary>It isn't committed, and nobody can tell.</summary>
    LoseCommit,

    /// <summary>The process dies after some row, or the last one, was written, with nothing committed.</summary>
    DieBeforeCommit,

    /// <summary>The process dies with everything committed and nobody told.</summary>
    DieAfterCommit,
}
