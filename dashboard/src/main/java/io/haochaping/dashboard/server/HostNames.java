package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Refusal;
import io.haochaping.dashboard.api.Refusal.Code;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The names that this server answers to. A page from elsewhere can have its own name point at the loopback address and then read everything as if it came from
 * there (DNS rebinding); its browser still sends that name, so the name is looked at. The port is not: tunnels and proxies change it. A
 * target that names another host than the header never gets here: the server takes that for no request.
 */
public final class HostNames {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final Set<String> others;

    /** @param others names beside the loopback ones, as browsers send them, without port */
    public HostNames(Collection<String> others) {
        this.others = others.stream().map(HostNames::plain).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws Refusal where the request asks for another host, or for none */
    void require(Request request) {
        List<String> sent = request.getHeaders().getValuesList(HttpHeader.HOST);
        boolean known = sent.size() == 1 && answersTo(withoutPort(sent.get(0)));
        if (!known) {
            throw new Refusal(
                    Code.UNKNOWN_HOST,
                    null,
                    "This server does not answer to the host name of this request: use localhost, or add the name to"
                            + " dashboard.allowed-hosts.",
                    "本服务器不以该主机名提供服务：请使用 localhost，或将该主机名加入 dashboard.allowed-hosts。");
        }
    }

    boolean answersTo(String name) {
        String plain = plain(name);
        return LOOPBACK.matcher(plain).matches() || others.contains(plain);
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d{1,5}$", "");
    }

    /** Names do not differ by case, nor by the dot that ends a full one. */
    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
