package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Answer;
import io.haochaping.dashboard.api.ErrorBody;
import io.haochaping.dashboard.api.Refusal;
import io.haochaping.dashboard.api.Refusal.Code;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What never reaches the {@link Door}, because it is no readable request: a sentence instead of the server's own page with its stack trace. */
final class BadRequests extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.put(response);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body(response.getStatus())), callback);
        return true;
    }

    private static byte[] body(int status) {
        return ErrorBody.of(
                status >= 500
                        ? Door.internal()
                        : new Refusal(
                                Code.BAD_REQUEST,
                                null,
                                "This is no request that can be read: address, header lines or both are malformed or too long.",
                                "无法识别的请求：地址或请求头格式有误或过长。"));
    }
}
