using System.Text;
using System.Text.Json;
using Weir.Proxy.Dialects;

namespace Weir.Proxy.Tests.Dialects;

/// <summary>Holds the scanner against the framework's reader: same texts taken and refused, same tokens at the same places.</summary>
public sealed class JsonScannerTests
{
    private const int Depth = 8;

    /// <summary>Pieces that JSON and its mistakes are made of.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"a\"", "\"a\":", "\"\"", "\"\\n\"", "\"\\u00e9x\"", "\"\\ud800\"", "\"\\x\"", "\"\\u12g4\"", "\"\u0001\"", "\"\\", "\"",
        "0", "-0", "01", "1.5e+3", "1e", "-", "+1", ".5", "12345678901234567890", "true", "false", "null", "nul", "tru3", " ", "\n", "\t", "\r", "\u000b", "/**/", "é", "\"é漢\"",
    ];

    [Theory]
    [InlineData("""{"a":[1,-2.5e3,"x\ny",{"b":null}],"c":true,"d":"\u0041\"","e":{},"f":[]}""")]
    [InlineData(" [ ] ")]
    [InlineData("\"x\"")]
    [InlineData("17")]
    [InlineData("[[[[[[[[1]]]]]]]]")]
    [InlineData("[[[[[[[[[1]]]]]]]]]")]
    [InlineData("{\"a\":1}{")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{,}")]
    [InlineData("[,]")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("[}")]
    [InlineData("]")]
    public void Read_ChosenTexts_AgreesWithTheFramework(string json) => Agrees(json);

    [Fact]
    public void Read_RandomTexts_AgreesWithTheFramework()
    {
        var random = new Random(20_261_123);
        for (var round = 0; round < 200_000; round++)
        {
            var text = new StringBuilder();
            for (var piece = random.Next(1, 12); piece > 0; piece--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]);
            }

            Agrees(text.ToString());
        }
    }

    [Fact]
    public void Read_MutatedRequests_AgreesWithTheFramework()
    {
        var random = new Random(7);
        var whole = Encoding.UTF8.GetBytes("""{"model":"m","max_tokens":10,"messages":[{"role":"user","content":[{"type":"text","text":"a \"quoted\" \\ line\n"}]}],"x":[-1.25E-3,true,null]}""");
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)" {}[]\":,\\\n1eE.-tfnu"[random.Next(19)];
            }

            Agrees(Encoding.UTF8.GetString(bytes));
        }
    }

    private static void Agrees(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal((json, ByFramework(bytes)), (json, ByScanner(bytes)));
    }

    private static string ByFramework(byte[] json)
    {
        var tokens = new StringBuilder();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
            while (reader.Read())
            {
                tokens.Append(reader.TokenType).Append('@').Append(reader.TokenStartIndex).Append('-').Append(reader.CurrentDepth)
                    .Append(Encoding.UTF8.GetString(reader.ValueSpan)).Append(reader.ValueIsEscaped).Append(';');
            }

            return tokens.ToString();
        }
        catch (JsonException)
        {
            return "refused";
        }
    }

    private static string ByScanner(byte[] json)
    {
        var tokens = new StringBuilder();
        try
        {
            var reader = new JsonScanner(json, Depth);
            while (reader.Read())
            {
                tokens.Append(reader.TokenType).Append('@').Append(reader.TokenStart).Append('-').Append(reader.CurrentDepth)
                    .Append(Encoding.UTF8.GetString(reader.ValueSpan)).Append(reader.ValueIsEscaped).Append(';');
            }

            return tokens.ToString();
        }
        catch (JsonException)
        {
            return "refused";
        }
    }
}
