package io.pulsefleet.hub.batch;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** An answer's body of which at most so many bytes are kept, the last ones, and which is given up when it has no end. */
final class LastBytes implements BodySubscriber<LastBytes.Text> {

    private static final int AT_FIRST = 8_192;

    private final int keep;
    private final long most;
    private final CompletableFuture<Text> body = new CompletableFuture<>();
    private Subscription subscription;
    private byte[] kept;
    private long length;

    private LastBytes(int keep, long most) {
        this.keep = keep;
        this.most = most;
        this.kept = new byte[Math.min(keep, AT_FIRST)];
    }

    /** @param leftOut how many bytes stood before it */
    record Text(String text, long leftOut) {}

    /** @param most a longer one is an {@link IOException} */
    static BodyHandler<Text> of(int keep, long most) {
        return head -> new LastBytes(keep, most);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (var part : parts) {
            while (part.hasRemaining()) {
                if (length == kept.length && kept.length < keep) {
                    kept = Arrays.copyOf(kept, Math.min(keep, kept.length * 2));
                }
                var at = (int) (length % kept.length);
                var count = Math.min(part.remaining(), kept.length - at);
                part.get(kept, at, count);
                length += count;
            }
        }
        if (length > most) {
            subscription.cancel();
            body.completeExceptionally(new IOException("its answer is longer than " + most + " bytes"));
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (length <= kept.length) {
            body.complete(new Text(new String(kept, 0, (int) length, StandardCharsets.UTF_8), 0));
        } else {
            var first = (int) (length % kept.length);
            var straight = new byte[kept.length];
            System.arraycopy(kept, first, straight, 0, kept.length - first);
            System.arraycopy(kept, 0, straight, kept.length - first, first);
            body.complete(new Text(new String(straight, StandardCharsets.UTF_8), length - kept.length));
        }
    }

    @Override
    public CompletionStage<Text> getBody() {
        return body;
    }
}
