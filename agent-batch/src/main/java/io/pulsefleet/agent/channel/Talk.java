package io.pulsefleet.agent.channel;

import static java.lang.System.Logger.Level.DEBUG;

import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.Closing;
import io.pulsefleet.wire.channel.UnreadableMessageException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** One WebSocket from its opening to its end: text in and out, one message after the other. */
final class Talk implements WebSocket.Listener {

    private static final System.Logger LOG = System.getLogger(Talk.class.getName());

    private final BiConsumer<Talk, ChannelMessage> heard;
    private final StringBuilder part = new StringBuilder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile WebSocket socket;
    private volatile String why = "";
    private volatile long lastHeard = System.nanoTime();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    /** @param heard is called with one message after the other */
    Talk(BiConsumer<Talk, ChannelMessage> heard) {
        this.heard = heard;
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        lastHeard = System.nanoTime();
        if (isOver()) {
            return null;
        }
        if (part.length() + text.length() > Channel.LONGEST) {
            close(Closing.TOO_BIG, "the hub sent a message that is too large");
            return null;
        }
        part.append(text);
        if (last) {
            var whole = part.toString();
            part.setLength(0);
            try {
                heard.accept(this, Channel.read(whole));
            } catch (UnreadableMessageException wrong) {
                close(Closing.UNREADABLE, wrong.getMessage());
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        over("the hub closed it: " + (reason.isEmpty() ? "code " + code : reason + " (" + code + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        over(error.getClass().getSimpleName() + ": " + error.getMessage());
    }

    /** After those before it. One that cannot be sent ends the talk. */
    synchronized void say(ChannelMessage message) {
        if (isOver()) {
            return;
        }
        sending = sending.thenCompose(before -> socket.sendText(Channel.text(message), true))
                .whenComplete((sent, failed) -> {
                    if (failed != null) {
                        over("it cannot be written to: " + failed.getMessage());
                    }
                });
    }

    private void over(String reason) {
        if (why.isEmpty()) {
            why = reason;
        }
        closed.countDown();
    }

    /** What was said before goes first. */
    synchronized void close(Closing code, String reason) {
        over(reason);
        var open = socket;
        if (open != null) {
            sending = sending.thenCompose(before -> open.sendClose(code.code(), Closing.reason(reason)))
                    .whenComplete((sent, failed) -> open.abort());
        }
    }

    void abort(String reason) {
        over(reason);
        var open = socket;
        if (open != null) {
            open.abort();
        }
        LOG.log(DEBUG, "channel: {0}", reason);
    }

    boolean isOver() {
        return closed.getCount() == 0;
    }

    /** Why it ended. */
    String why() {
        return why;
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    /** @return whether it is over */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
