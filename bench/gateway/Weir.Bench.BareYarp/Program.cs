// YARP as it comes: one route that forwards everything to one destination. Only the log line per request is off, as in production.
if (args is not [var address, var destination])
{
    await Console.Error.WriteLineAsync("Usage: Weir.Bench.BareYarp <address> <destination>");
    return 2;
}

var builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls(address);
builder.Services.AddHttpForwarder();
var app = builder.Build();
app.MapForwarder("/{**path}", destination);
await app.RunAsync();
return 0;
