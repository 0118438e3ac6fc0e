namespace Weir.Changes;

/// <summary>What the data plane goes by from memory and the database says: routing, say, or prices.</summary>
internal interface IInForce
{
    /// <summary>For people: what it is made of.</summary>
    string Of { get; }

    /// <summary>Reads the database and applies what it says. When it returns, the next request goes by it.</summary>
    Task ApplyAsync(CancellationToken cancellationToken);
}
