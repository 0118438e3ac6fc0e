using System.CommandLine;
using Weir.Settings;

namespace Weir.Commands;

/// <summary>The few settings that can be given as options. They count over all others.</summary>
internal sealed class SettingOptions
{
    private readonly Option<string?> _host = new("--host") { Description = "The address to listen on (HOST; 127.0.0.1 by default).", Recursive = true };
    private readonly Option<string?> _port = new("--port") { Description = "The port to listen on (PORT; 3000 by default).", Recursive = true };
    private readonly Option<string?> _data = new("--data") { Description = "The folder of the database (WEIR_DATA; data by default).", Recursive = true };

    public void AddTo(Command root)
    {
        root.Add(_host);
        root.Add(_port);
        root.Add(_data);
    }

    public SettingSources Load(ParseResult parsed)
    {
        var sources = SettingSources.Load(Directory.GetCurrentDirectory());
        sources.AddOption("Weir:Host", parsed.GetValue(_host), "--host");
        sources.AddOption("Weir:Port", parsed.GetValue(_port), "--port");
        sources.AddOption("Weir:Data", parsed.GetValue(_data), "--data");
        return sources;
    }
}
