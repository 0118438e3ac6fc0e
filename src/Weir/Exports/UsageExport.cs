using System.IO.Pipelines;

namespace Weir.Exports;

/// <summary>Writes selected entries, as fast as they are taken and no faster.</summary>
internal sealed class UsageExport(EntryReader reader)
{
    /// <summary>What gathers before it is handed on: a syscall for each row would be dear, and more than this helps no further.</summary>
    private const int FlushSize = 64 * 1024;

    /// <returns>How many entries there were.</returns>
    public async Task<long> WriteAsync(ExportSelection selection, PipeWriter output, CancellationToken cancellationToken)
    {
        var writer = selection.NewWriter();
        writer.Begin(output);
        var count = 0L;
        await foreach (var rows in reader.ReadAsync(selection, cancellationToken))
        {
            foreach (var row in rows)
            {
                writer.Write(output, row);
                if (output.UnflushedBytes >= FlushSize && (await output.FlushAsync(cancellationToken)).IsCompleted)
                {
                    throw new OperationCanceledException("Nobody reads the export any more.");
                }
            }

            count += rows.Count;
        }

        await output.FlushAsync(cancellationToken);
        return count;
    }
}
