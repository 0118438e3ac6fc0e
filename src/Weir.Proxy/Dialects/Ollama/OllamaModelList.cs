using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Weir.Accounting;
using Weir.Proxy.Bodies;
using Weir.Proxy.Identity;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Writes one list, <c>{"models":[{"name":"llama3.2:latest","model":"llama3.2:latest",…}]}</c>, out of those of several upstreams. Of equal names the
/// first upstream's counts, unless a route says where such a name leads.
/// </summary>
internal static class OllamaModelList
{
    private static readonly RequestFields Names = new(["name", "model"], static (_, ref reader, peek) =>
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            peek.Counted.Add(RequestFields.At(ref reader));
        }

        reader.Skip();
        return null;
    });

    public static byte[] Write(CatalogSnapshot catalog, IReadOnlyDictionary<string, ImmutableArray<ListedModel>> lists, Caller caller)
    {
        var list = new ArrayBufferWriter<byte>(4096);
        list.Write("{\"models\":["u8);
        var isFirst = true;
        foreach (var entry in Entries(catalog, lists, caller))
        {
            list.Write(isFirst ? default : ","u8);
            list.Write(entry.Span);
            isFirst = false;
        }

        list.Write("]}"u8);
        return list.WrittenSpan.ToArray();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Entries(CatalogSnapshot catalog, IReadOnlyDictionary<string, ImmutableArray<ListedModel>> lists, Caller caller)
    {
        var routes = catalog.Routes.Where(route => !route.Pattern.EndsWith('*')).DistinctBy(route => Key(route.Pattern)).ToArray();
        var taken = routes.Select(route => Key(route.Pattern)).ToHashSet(StringComparer.Ordinal);
        foreach (var model in catalog.Upstreams.SelectMany(upstream => lists.GetValueOrDefault(upstream.Name, [])))
        {
            if (taken.Add(Key(model.Name)) && caller.MayUse(model.Name))
            {
                yield return model.Json;
            }
        }

        foreach (var route in routes.Where(route => caller.MayUse(route.Pattern)))
        {
            if (Find(route, lists) is { } model)
            {
                yield return ModelPattern.IsSame(model.Name, route.Pattern) ? model.Json : Rename(model.Json, route.Pattern);
            }
        }
    }

    private static string Key(string name) => ModelPattern.WithoutDefaultTag(name).ToString();

    private static ListedModel? Find(RouteConfig route, IReadOnlyDictionary<string, ImmutableArray<ListedModel>> lists) => route.Targets
        .Select(target => lists.GetValueOrDefault(target.Upstream, []).FirstOrDefault(model => ModelPattern.IsSame(model.Name, target.Model ?? route.Pattern)))
        .FirstOrDefault(model => model is not null);

    /// <summary>The entry under another name; nothing else in it changes.</summary>
    private static byte[] Rename(ReadOnlyMemory<byte> entry, string name)
    {
        var peek = new RequestPeek();
        if (Names.Read(entry.Span, peek) is not null)
        {
            // Names that stand twice: which is read is the client's affair.
            return entry.ToArray();
        }

        var edits = new BodyEdits();
        foreach (var at in peek.Counted)
        {
            edits.Replace(at, JsonSerializer.Serialize(name));
        }

        var renamed = new ArrayBufferWriter<byte>(entry.Length + 64);
        var position = 0;
        foreach (var edit in edits.ToList())
        {
            renamed.Write(entry.Span[position..edit.Start]);
            renamed.Write(edit.Replacement);
            position = edit.Start + edit.Length;
        }

        renamed.Write(entry.Span[position..]);
        return renamed.WrittenSpan.ToArray();
    }
}
