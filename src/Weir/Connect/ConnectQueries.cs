using Weir.Proxy.Dialects;
using Weir.Proxy.Identity;
using Weir.Proxy.Routing;

namespace Weir.Connect;

/// <summary>What the pages that call models ask for.</summary>
internal sealed class ConnectQueries(UsableModels models)
{
    /// <summary>Those that the person may use, by name.</summary>
    public Task<IReadOnlyList<UsableModel>> ModelsAsync(Caller caller) => models.OfAsync(caller);

    /// <summary>In what a client and a model understand each other; null: in nothing.</summary>
    public static Dialect? Common(ConnectClient client, UsableModel model)
    {
        foreach (var dialect in client.Dialects)
        {
            if (model.Dialects.Contains(dialect))
            {
                return dialect;
            }
        }

        return null;
    }
}
