using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Proxy.Admission;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>What the Ollama upstreams have and what they are, all of them together, as far as the caller may use it.</summary>
internal sealed class OllamaLists(Identification identification, UpstreamCatalog upstreams, UpstreamWatch watch, OllamaQuestions questions)
{
    /// <summary>A model that was pulled just now shall show; people press a key to see it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>Who is slower contributes what was last learned.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Refusal NoVersion =
        new(StatusCodes.Status404NotFound, RefusalReason.UpstreamUnreachable, "There is no version to tell: no Ollama upstream of this gateway answers.");

    /// <summary><c>/api/tags</c>: all models.</summary>
    public Task TagsAsync(HttpContext http, bool acceptCookies) => AnswerAsync(http, acceptCookies, async (caller, catalog) =>
    {
        var natives = Natives(catalog);
        await watch.RefreshAsync(natives, Fresh, Patience, http.RequestAborted);
        return OllamaModelList.Write(catalog, natives.ToDictionary(upstream => upstream.Name, upstream => upstream.State.Listing.Models), caller);
    });

    /// <summary><c>/api/ps</c>: those that are loaded.</summary>
    public Task LoadedAsync(HttpContext http) => AnswerAsync(http, acceptCookies: false, async (caller, catalog) =>
    {
        var loaded = await Task.WhenAll(Natives(catalog).Select(async upstream =>
            (upstream.Name, Models: await questions.AskAsync(upstream, "/api/ps", list => ListedModel.Read(list, Dialect.Ollama), http.RequestAborted) ?? [])));
        return OllamaModelList.Write(catalog, loaded.ToDictionary(list => list.Name, list => list.Models), caller);
    });

    /// <summary><c>/api/version</c>: clients look at it to know what they may ask for, so the lowest counts.</summary>
    public Task VersionAsync(HttpContext http) => AnswerAsync(http, acceptCookies: false, async (_, catalog) =>
    {
        var versions = await Task.WhenAll(Natives(catalog).Select(upstream =>
            questions.AskAsync(upstream, "/api/version", OllamaVersions.Read, http.RequestAborted)));
        return OllamaVersions.Lowest(versions.OfType<string>()) is { } lowest
            ? [.. "{\"version\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(lowest), (byte)'}']
            : null;
    });

    private static ImmutableArray<Upstream> Natives(CatalogSnapshot catalog) => [.. catalog.Upstreams.Where(upstream => upstream.Config.Kind == UpstreamKind.Ollama)];

    private async Task AnswerAsync(HttpContext http, bool acceptCookies, Func<Caller, CatalogSnapshot, Task<byte[]?>> answer)
    {
        var (caller, refusal) = await identification.IdentifyAsync(http, acceptCookies);
        var body = refusal is null ? await answer(caller!, upstreams.Current) : null;
        if (body is null)
        {
            await PathRefusals.WriteAsync(http, refusal ?? NoVersion);
            return;
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
