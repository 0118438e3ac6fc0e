namespace Weir.Storage.Copying;

/// <summary>Writes rows of one table, one after the other.</summary>
internal interface IRowWriter : IAsyncDisposable
{
    /// <param name="values">As the engine stores them, in the order of the table's columns. The array may be changed afterwards.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask WriteAsync(object?[] values, CancellationToken cancellationToken);

    /// <summary>Returns when the database has taken all of them.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
