using Weir.Proxy.Dialects.OpenAI;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

public sealed class EmbeddingsPeekTests
{
    private readonly OpenAIEmbeddings _embeddings = new();

    [Theory]
    [InlineData("""{"model":"m","input":"text"}""")]
    [InlineData("""{"model":"m","input":["a","b"]}""")]
    [InlineData("""{"model":"m","input":[1,2,3]}""")]
    [InlineData("""{"model":"m","input":[[1,2],[3]],"encoding_format":"base64","dimensions":256}""")]
    public void Peek_EveryKindOfInput_HasNoOutput(string body)
    {
        var peek = _embeddings.Peek(body);

        Assert.Equal("m", peek.Model);
        Assert.True(peek.IsInputOnly);
    }

    [Theory]
    [InlineData("""{"model":"m","input":5}""")]
    [InlineData("""{"model":"m","input":null}""")]
    [InlineData("""{"model":"m","input":"a","inp\u0075t":"b"}""")]
    [InlineData("""{"model":"m","INPUT":"a"}""")]
    public void Peek_InputThatIsNone_IsRefused(string body) => Assert.NotNull(_embeddings.Problem(body));

    [Fact]
    public void Peek_TokensAsNumbers_AreWithinTheBound()
    {
        var body = $$"""{"model":"m","input":[{{string.Join(',', Enumerable.Repeat('7', 8_000))}}]}""";

        Assert.True(_embeddings.Peek(body).Bound(body.Length).Tokens(5_000, 0, 1_000_000) >= 8_000);
    }
}
