using System.Text;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Ollama;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Dialects.Ollama;

public sealed class OllamaEditTests
{
    [Theory]
    [InlineData("""{"model":"a"}""", """{"options":{"num_predict":7},"model":"a"}""")]
    [InlineData("""{"model":"a","options":{}}""", """{"model":"a","options":{"num_predict":7}}""")]
    [InlineData("""{"model":"a","options": { "seed":1} }""", """{"model":"a","options": {"num_predict":7, "seed":1} }""")]
    [InlineData("""{"model":"a","options":null}""", """{"model":"a","options":{"num_predict":7}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":5000,"seed":1}}""", """{"model":"a","options":{"num_predict":7,"seed":1}}""")]
    [InlineData("""{"model":"a","options":{"num_predict" : -1}}""", """{"model":"a","options":{"num_predict" : 7}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":-2}}""", """{"model":"a","options":{"num_predict":7}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":0}}""", """{"model":"a","options":{"num_predict":7}}""")]
    [InlineData("""{"model":"a","options":{"num_pr\u0065dict":null}}""", """{"model":"a","options":{"num_pr\u0065dict":7}}""")]
    public async Task EditCap_WhereverItBelongs_ChangesNothingElse(string body, string expected)
    {
        var (operation, peek) = Read(body);
        var edits = new BodyEdits();

        operation.EditCap(edits, peek, UpstreamKind.Ollama, 7);

        Assert.Equal(expected, await ApplyAsync(body, edits));
    }

    [Fact]
    public void EditCap_OfNothing_IsABug()
    {
        var (operation, peek) = Read("{}");

        Assert.Throws<ArgumentOutOfRangeException>(() => operation.EditCap(new BodyEdits(), peek, UpstreamKind.Ollama, 0));
    }

    [Theory]
    [InlineData("{}", """{"stream":false}""")]
    [InlineData("""{"model":"a"}""", """{"stream":false,"model":"a"}""")]
    [InlineData("""{"model":"a","stream":null}""", """{"model":"a","stream":false}""")]
    [InlineData("""{"model":"a","stream":true}""", """{"model":"a","stream":true}""")]
    [InlineData("""{"model":"a","stream":false}""", """{"model":"a","stream":false}""")]
    public async Task EditRest_ForApps_SaysNotToStreamWhereNothingIsSaid(string body, string expected)
    {
        var (operation, peek) = Read(body);
        var (native, forApps) = (new BodyEdits(), new BodyEdits());

        operation.EditRest(native, peek, isForApps: false);
        operation.EditRest(forApps, peek, isForApps: true);

        Assert.Equal(body, await ApplyAsync(body, native));
        Assert.Equal(expected, await ApplyAsync(body, forApps));
    }

    private static (OllamaOperation Operation, RequestPeek Peek) Read(string body)
    {
        var operation = OllamaOperation.Chat(streamsByDefault: false);
        var peek = new RequestPeek();
        Assert.Null(operation.Peek(Encoding.UTF8.GetBytes(body), peek));
        return (operation, peek);
    }

    private static async Task<string> ApplyAsync(string body, BodyEdits edits)
    {
        using var edited = new EditedBody(Encoding.UTF8.GetBytes(body), edits.ToList());
        return await edited.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
