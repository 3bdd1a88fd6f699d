package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Refusal;
import io.haochaping.dashboard.api.Refusal.Code;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What the client takes, and what it has. */
final class Accepted {
    private Accepted() {}

    /** @throws Refusal where the client has said what it takes, and this is not among it */
    static void require(Request request, String mediaType) {
        String accept = String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT));
        String family = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
        boolean taken = accept.isBlank()
                || Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                        .filter(range -> !range.replace(" ", "").matches(".*;q=0(\\.0{0,3})?"))
                        .map(range -> range.split(";", 2)[0].strip())
                        .anyMatch(range -> range.equals("*/*") || range.equals(family) || range.equals(mediaType));
        if (!taken) {
            throw new Refusal(
                    Code.NOT_ACCEPTABLE,
                    null,
                    "This path gives " + mediaType
                            + ", which the Accept header leaves out; tables are there as JSON, and as CSV"
                            + " behind .csv.",
                    "此路径返回 " + mediaType + "，而 Accept 头不包含它；表格有 JSON 与 .csv 两种形式。");
        }
    }

    /** Whether the client says that it takes gzip. Who says nothing gets what everybody can read. */
    static boolean takesGzip(Request request) {
        String accept = String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT_ENCODING));
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).replace(" ", "").split(","))
                .anyMatch(coding -> coding.matches("(gzip|\\*)(;q=(1(\\.0{0,3})?|0\\.[0-9]{1,3}))?")
                        && !coding.matches(".*;q=0\\.0{1,3}"));
    }

    /** Whether If-None-Match names the tag. */
    static boolean holds(Request request, String tag) {
        String sent = String.join(",", request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH));
        return Arrays.stream(sent.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }
}
