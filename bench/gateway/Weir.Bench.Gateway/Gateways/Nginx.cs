using System.Diagnostics;

namespace Weir.Bench.Gateway.Gateways;

/// <summary>nginx as one would set it up before a streaming API: connections kept open, nothing buffered, no access log.</summary>
internal sealed class Nginx(string folder, int port, int upstream) : RunningGateway(GatewayNames.Nginx, port)
{
    protected override ProcessStartInfo Command()
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, Configuration());
        return new("nginx", ["-p", folder, "-c", file, "-e", "stderr"]);
    }

    private string Configuration() =>
        $$"""
        daemon off;
        worker_processes auto;
        pid nginx.pid;
        error_log stderr warn;
        events { worker_connections 4096; }
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            keepalive_requests 1000000;
            client_max_body_size 32m;
            # A body in memory, not in a file.
            client_body_buffer_size 512k;
            upstream emulator {
                server 127.0.0.1:{{upstream}};
                keepalive 512;
                keepalive_requests 1000000;
            }
            server {
                listen 127.0.0.1:{{Port}} backlog=1024;
                location / {
                    proxy_pass http://emulator;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_buffering off;
                }
            }
        }

        """;
}
