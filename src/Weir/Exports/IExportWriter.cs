using System.Buffers;

namespace Weir.Exports;

/// <summary>Turns rows into the bytes of one format.</summary>
internal interface IExportWriter
{
    /// <summary>What comes before the first row.</summary>
    void Begin(IBufferWriter<byte> output);

    void Write(IBufferWriter<byte> output, ExportRow row);
}
