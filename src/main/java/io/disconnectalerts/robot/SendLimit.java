package io.disconnectalerts.robot;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Makes a send one request that ends within 10 s: the client would repeat it on HTTP 429 and 503, and its own timeout
 * begins anew with every byte of an answer that trickles in.
 * Of an answer 64 KiB are read; no platform says more.
 */
public final class SendLimit implements HttpClientConfigurer, ExecChainHandler {
    private static final int SECONDS = 10;
    private static final int LONGEST_ANSWER = 64 * 1024;

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries().disableCookieManagement().disableAuthCaching()
                .addExecInterceptorFirst("send limit", this);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        CompletableFuture<Void> answered = new CompletableFuture<Void>().orTimeout(SECONDS, TimeUnit.SECONDS);
        answered.whenComplete((nothing, late) -> {
            if (late != null) {
                ((Cancellable) scope.originalRequest).cancel();
            }
        });
        try {
            return whole(chain.proceed(request, StandIn.resolve(request, scope)));
        } catch (IOException | HttpException | RuntimeException failed) {
            if (answered.isCompletedExceptionally()) {
                throw new SocketTimeoutException("not answered within " + SECONDS + " s");
            }
            throw failed;
        } finally {
            answered.complete(null);
        }
    }

    private static ClassicHttpResponse whole(ClassicHttpResponse answer) throws IOException {
        if (answer.getEntity() != null) {
            answer.setEntity(new ByteArrayEntity(EntityUtils.toByteArray(answer.getEntity(), LONGEST_ANSWER), null));
        }
        return answer;
    }
}
