using System.Xml.Linq;
using Weir.Settings;

namespace Weir.Secrets;

/// <summary>Where the key ring lies: in a folder, or in the database when several processes share it.</summary>
internal interface IKeyRingPlace
{
    /// <summary>For messages: "the folder …", "the table …".</summary>
    string Name { get; }

    /// <summary>All keys as they lie there, each with how to call it in messages.</summary>
    /// <exception cref="SettingsException">They cannot be read.</exception>
    Task<IReadOnlyList<(string Name, XElement Key)>> ReadAsync(CancellationToken cancellationToken);
}
