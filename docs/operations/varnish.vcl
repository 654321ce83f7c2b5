# The caching proxy between TLS (Caddy) and the web hosts. Needs Varnish 7 and the package varnish-modules.
# It keeps pages that bear Surrogate-Control, for the seconds told there, and static files. Each page bears the number
# of the last change that it knew; once a web host has told a number by PURGE, no page of a lower one is given out.
# After restoring a backup, restart Varnish: the numbers may begin lower again.
vcl 4.1;

import directors;
import std;
import var;

probe alive {
    .request = "GET /healthz HTTP/1.1" "Host: letters.example.org" "Connection: close";
    .interval = 1s;
    .timeout = 3s;  # a host that is only busy is not taken for dead; one that is dead costs a request one second
    .window = 5;
    .threshold = 2;
    .initial = 2;
}

backend web1 { .host = "10.0.0.11"; .port = "8000"; .connect_timeout = 1s; .first_byte_timeout = 15s; .probe = alive; }
backend web2 { .host = "10.0.0.12"; .port = "8000"; .connect_timeout = 1s; .first_byte_timeout = 15s; .probe = alive; }

# Who may say that pages are void: the web hosts and the machines that run the site's commands.
acl ours { "127.0.0.1"; "10.0.0.0"/24; }

sub vcl_init {
    new web = directors.round_robin();
    web.add_backend(web1);
    web.add_backend(web2);
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ ours || std.integer(req.http.Surrogate-Change, -1) < 0) {
            return (synth(403));
        }
        if (std.integer(req.http.Surrogate-Change, 0) > std.integer(var.global_get("floor"), 0)) {
            var.global_set("floor", req.http.Surrogate-Change);
        }
        # What is kept now goes by the ban, which is one step for all; what is under way is held off by the number.
        if (!std.ban("obj.http.Surrogate-Change ~ .")) {
            return (synth(500));
        }
        return (synth(200));
    }
    set req.backend_hint = web.backend();
    unset req.http.Surrogate-Change;
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.http.Cookie ~ "(^|; *)(sessionid|messages)=") {
        return (pass);
    }
    return (hash);
}

sub vcl_hit {
    if (obj.http.Surrogate-Change
        && std.integer(obj.http.Surrogate-Change, 0) < std.integer(var.global_get("floor"), 0)) {
        set req.hash_always_miss = true;
        return (restart);
    }
}

sub vcl_backend_fetch {
    if (bereq.retries > 0) {
        set bereq.backend = web.backend();
    }
}

sub vcl_backend_error {
    if (bereq.retries < 2 && (bereq.method == "GET" || bereq.method == "HEAD")) {
        return (retry);
    }
    set beresp.http.Content-Type = "text/plain; charset=utf-8";
    set beresp.http.Retry-After = "30";
    set beresp.body = "Back in a few minutes. Please try again.";
    return (deliver);
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.http.Surrogate-Control ~ "^max-age=[0-9]+$" && beresp.status == 200 && !beresp.http.Set-Cookie) {
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^max-age=", "") + "s", 0s);
        # The page is the same for everybody; the address decides the language.
        if (beresp.http.Vary ~ "(?i)accept-encoding") {
            set beresp.http.Vary = "Accept-Encoding";
        } else {
            unset beresp.http.Vary;
        }
    } elsif (bereq.url !~ "^/static/" || beresp.status != 200 || beresp.http.Set-Cookie) {
        set beresp.uncacheable = true;
        set beresp.ttl = 10s;  # so long, requests for this address do not wait for each other
        return (deliver);
    }
    if (beresp.http.Content-Type ~ "^(text/|application/(xml|atom|javascript|json)|image/svg)") {
        set beresp.do_gzip = true;
    }
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Change;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    unset resp.http.Age;
}
