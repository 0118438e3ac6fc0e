using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.Storage.Secrets;

namespace Weir.Secrets;

/// <summary>
/// The key ring as rows of the database, for all processes on it. The master key wraps each, so that the database alone opens nothing. Data
/// Protection asks without awaiting, a few times a day at most.
/// </summary>
internal sealed class KeyRingTable(IDbContextFactory<WeirDbContext> contexts) : IKeyRingPlace, IXmlRepository
{
    public string Name => "the table key_ring";

    public async Task<IReadOnlyList<(string Name, XElement Key)>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.KeyRing.AsNoTracking().ToListAsync(cancellationToken)).ConvertAll(row => ($"\"{row.Name}\" in {Name}", Parse(row)));
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return db.KeyRing.AsNoTracking().AsEnumerable().Select(Parse).ToList();
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.KeyRing.Add(new() { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChangesAsync().GetAwaiter().GetResult();
    }

    private XElement Parse(RingKey row)
    {
        try
        {
            return XElement.Parse(row.Xml);
        }
        catch (XmlException broken)
        {
            throw new SettingsException([$"The key \"{row.Name}\" in {Name} cannot be read ({broken.Message}): restore it from a backup. Without it, what it protects must be entered again."]);
        }
    }
}
