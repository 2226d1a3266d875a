package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What an exception means, by the phase in which it came. */
final class Faults {

    private Faults() {}

    /** @param late whether the probe's time was over: what was closed then was closed by us */
    static ProbeFailedException of(IOException what, Stopwatch.Phase phase, boolean late) {
        if (what instanceof ProbeFailedException known) {
            return known;
        }
        var certificate = cause(what, UntrustedException.class);
        if (certificate.isPresent()) {
            return new ProbeFailedException(
                    certificate.get().error(), certificate.get().getMessage(), what);
        }
        if (late || what instanceof SocketTimeoutException) {
            return new ProbeFailedException(timeout(phase), inWords(phase), what);
        }
        return new ProbeFailedException(classOf(what, phase), sentence(what), what);
    }

    private static ErrorClass classOf(IOException what, Stopwatch.Phase phase) {
        var words = String.valueOf(what.getMessage()).toLowerCase(Locale.ROOT);
        if (what instanceof UnknownHostException) {
            return ErrorClass.DNS_NOT_FOUND;
        }
        if (what instanceof NoRouteToHostException || words.contains("unreachable")) {
            return phase == Stopwatch.Phase.DNS ? ErrorClass.DNS_FAILED : ErrorClass.NO_ROUTE;
        }
        if (phase == Stopwatch.Phase.DNS || what instanceof PortUnreachableException) {
            return ErrorClass.DNS_FAILED;
        }
        if (what instanceof ConnectException) {
            return words.contains("timed out") ? ErrorClass.CONNECT_TIMEOUT : ErrorClass.REFUSED;
        }
        if (what instanceof SSLException) {
            return cause(what, EOFException.class).isPresent()
                            || cause(what, SocketException.class).isPresent()
                    ? ErrorClass.RESET
                    : ErrorClass.TLS_FAILED;
        }
        return what instanceof SocketException || what instanceof EOFException ? ErrorClass.RESET : ErrorClass.FAILED;
    }

    private static ErrorClass timeout(Stopwatch.Phase phase) {
        return switch (phase) {
            case DNS -> ErrorClass.DNS_TIMEOUT;
            case CONNECT -> ErrorClass.CONNECT_TIMEOUT;
            case TLS -> ErrorClass.TLS_TIMEOUT;
            case FIRST_BYTE -> ErrorClass.FIRST_BYTE_TIMEOUT;
            case TRANSFER -> ErrorClass.TRANSFER_TIMEOUT;
        };
    }

    private static String inWords(Stopwatch.Phase phase) {
        return switch (phase) {
            case DNS -> "no name server answered in time";
            case CONNECT -> "nobody took the connection in time";
            case TLS -> "the TLS handshake was not over in time";
            case FIRST_BYTE -> "no answer began in time";
            case TRANSFER -> "the answer did not end in time";
        };
    }

    private static String sentence(IOException what) {
        return what.getMessage() == null ? what.getClass().getSimpleName() : what.getMessage();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable what, Class<T> type) {
        for (var one = what; one != null; one = one.getCause()) {
            if (type.isInstance(one)) {
                return Optional.of(type.cast(one));
            }
        }
        return Optional.empty();
    }
}
