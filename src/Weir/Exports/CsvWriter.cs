using System.Buffers;
using System.Globalization;
using System.Text;

namespace Weir.Exports;

/// <summary>
/// Comma-separated values by RFC 4180. What callers have chosen and looks like a formula to a spreadsheet (<c>=HYPERLINK(…)</c>) gets an apostrophe
/// in front, as whoever opens the file would run it otherwise.
/// </summary>
internal sealed class CsvWriter : IExportWriter
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The longest of numbers, ids and times.</summary>
    private const int LongestValue = 64;

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r");

    private bool _isFirst = true;

    public void Begin(IBufferWriter<byte> output) => output.Write(
        "entry,kind,attempt_id,exchange_id,user_id,username,api_key_id,upstream,model,admitted_at,ended_at,input_tokens,cache_read_tokens,cache_write_5m_tokens,"u8
        + "cache_write_1h_tokens,output_tokens,nano_dollars,requests,price_id,is_price_uncertain,source,outcome,status,reserved_tokens,overrun_tokens,lowered_to,"u8
        + "sent_microseconds,first_byte_microseconds,last_byte_microseconds,is_streamed,request_id,client_session,client_agent,client_parent_agent,reason,corrected_by,corrected_at\r\n"u8);

    public void Write(IBufferWriter<byte> output, ExportRow row)
    {
        _isFirst = true;
        Number(output, row.Entry);
        Text(output, row.Kind);
        Id(output, row.AttemptId);
        Id(output, row.ExchangeId);
        Id(output, row.UserId);
        Text(output, row.Username);
        Id(output, row.ApiKeyId);
        Text(output, row.Upstream);
        Text(output, row.Model);
        Moment(output, row.AdmittedAt);
        Moment(output, row.EndedAt);
        Number(output, row.InputTokens);
        Number(output, row.CacheReadTokens);
        Number(output, row.CacheWrite5mTokens);
        Number(output, row.CacheWrite1hTokens);
        Number(output, row.OutputTokens);
        Number(output, row.NanoDollars);
        Number(output, row.Requests);
        Id(output, row.PriceId);
        Text(output, row.IsPriceUncertain ? "true" : "false");
        Text(output, row.Source);
        Text(output, row.Outcome);
        Number(output, row.Status);
        Number(output, row.ReservedTokens);
        Number(output, row.OverrunTokens);
        Number(output, row.LoweredTo);
        Number(output, row.SentMicroseconds);
        Number(output, row.FirstByteMicroseconds);
        Number(output, row.LastByteMicroseconds);
        Text(output, row.IsStreamed ? "true" : "false");
        Text(output, row.RequestId);
        Text(output, row.ClientSession);
        Text(output, row.ClientAgent);
        Text(output, row.ClientParentAgent);
        Text(output, row.Reason);
        Id(output, row.CorrectedBy);
        Moment(output, row.CorrectedAt);
        output.Write("\r\n"u8);
    }

    private void Number(IBufferWriter<byte> output, long? value) => Value(output, value, default);

    private void Id(IBufferWriter<byte> output, Guid? value) => Value(output, value, default);

    private void Moment(IBufferWriter<byte> output, DateTimeOffset? value) => Value(output, value?.ToUniversalTime(), Time);

    private void Value<T>(IBufferWriter<byte> output, T? value, ReadOnlySpan<char> format)
        where T : struct, IUtf8SpanFormattable
    {
        Separate(output);
        if (value is { } some && some.TryFormat(output.GetSpan(LongestValue), out var written, format, CultureInfo.InvariantCulture))
        {
            output.Advance(written);
        }
    }

    private void Text(IBufferWriter<byte> output, string? text)
    {
        Separate(output);
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var isFormula = FormulaStarts.Contains(text[0]);
        if (!isFormula && !text.AsSpan().ContainsAny(Quoted))
        {
            Encoding.UTF8.GetBytes(text, output);
            return;
        }

        output.Write(isFormula ? "\"'"u8 : "\""u8);
        Encoding.UTF8.GetBytes(text.Replace("\"", "\"\"", StringComparison.Ordinal), output);
        output.Write("\""u8);
    }

    private void Separate(IBufferWriter<byte> output)
    {
        if (!_isFirst)
        {
            output.Write(","u8);
        }

        _isFirst = false;
    }
}
