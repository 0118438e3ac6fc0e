using Microsoft.AspNetCore.Components;
using Weir.Keys;
using Weir.Proxy.Routing;
using Weir.Web.Controls;

namespace Weir.Connect;

/// <summary>Connects a program: a key made on the spot, what to paste, and its requests as they arrive.</summary>
public sealed partial class ConnectPage
{
    /// <summary>A key that stands in addresses is written down where nobody looks after it.</summary>
    private static readonly TimeSpan PathKeyLife = TimeSpan.FromDays(90);

    private Loading<IReadOnlyList<UsableModel>> _models = null!;
    private ConnectClient _client = ConnectClients.All[0];
    private string? _key;
    private string? _problem;
    private bool _isBusy;

    [SupplyParameterFromQuery(Name = "client")]
    private string? ClientId { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    private string? ModelName { get; set; }

    private IEnumerable<UsableModel> Understood => _models.Value.Where(model => ConnectQueries.Common(_client, model) is not null);

    private UsableModel? Model => Understood.FirstOrDefault(model => model.Name == ModelName) ?? Understood.FirstOrDefault();

    private string DialectNames => string.Join(" or ", _client.Dialects.Select(dialect => $"{dialect}'s dialect"));

    private IReadOnlyList<Snippet> Snippets => Model is { } model
        ? _client.Write(new(new(Navigation.BaseUri), _key ?? SnippetFacts.NoKey, model.Name, ConnectQueries.Common(_client, model)!.Value))
        : [];

    protected override void OnInitialized() => _models = Ask(scope => scope.Get<ConnectQueries>().ModelsAsync(scope.Caller));

    protected override void OnParametersSet()
    {
        var client = ConnectClients.Find(ClientId) ?? ConnectClients.All[0];
        if (client != _client)
        {
            // The key is this program's alone.
            (_client, _key, _problem) = (client, null, null);
        }
    }

    protected override Task LoadAsync() => _models.ReloadAsync();

    private void ChooseClient(ChangeEventArgs chosen) => GoTo("client", chosen);

    private void ChooseModel(ChangeEventArgs chosen) => GoTo("model", chosen);

    private void GoTo(string name, ChangeEventArgs chosen) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, chosen.Value as string), replace: true);

    private async Task MakeKeyAsync()
    {
        var client = _client;
        var request = new CreateKeyRequest
        {
            Name = client.Name,
            AllowInPath = client.PutsKeyInPath,
            ExpiresAt = client.PutsKeyInPath ? Clock.GetUtcNow() + PathKeyLife : null,
        };
        CreatedKeyAnswer? made = null;
        _isBusy = true;
        var refusal = await Work.ChangeAsync(
            async scope =>
            {
                (made, var why) = await scope.Get<KeyChanges>().CreateAsync(request, scope.Caller, scope.Cancellation);
                return why;
            },
            Left);
        _isBusy = false;
        if (client == _client)
        {
            (_key, _problem) = (made?.Key, refusal?.Error);
        }
    }
}
