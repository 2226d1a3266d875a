package io.pulsefleet.agent.collect.uptime;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Asks name servers, over UDP and, where an answer does not fit, over TCP. It is ours since Java's own look-up can neither be
 * given a time nor be interrupted.
 *
 * <p>One after the other is asked: when it does not answer in its time, when nobody listens there, and when it says that it
 * fails or refuses. That there is no such name is an answer.
 */
final class DnsClient {

    private static final int LARGEST = 65_535;
    private static final Set<Integer> FAILURES = Set.of(2, 4, 5);

    private DnsClient() {}

    /** @param by who answered */
    record Answered(InetSocketAddress by, Map<DnsRecord, DnsMessage> answers) {

        boolean isFailure() {
            return answers.values().stream().anyMatch(answer -> FAILURES.contains(answer.code()));
        }
    }

    /**
     * Several questions about one name, at the same time.
     *
     * @param enough whether the others need not be waited for
     */
    static Answered ask(
            NameServers all, String name, List<DnsRecord> types, Predicate<DnsMessage> enough, Attempt attempt)
            throws IOException {
        IOException silent = null;
        for (int round = 0; round < all.rounds(); round++) {
            Answered failure = null;
            for (int i = 0; i < all.servers().size(); i++) {
                var share = attempt.millisLeft() / (all.servers().size() - i);
                try {
                    var answered = ask(
                            all.servers().get(i),
                            name,
                            types,
                            enough,
                            Math.max(1, Math.min(all.tryMillis(), share)),
                            attempt);
                    if (!answered.isFailure()) {
                        return answered;
                    }
                    failure = answered;
                } catch (SocketTimeoutException | SocketException notThis) {
                    silent = notThis;
                }
            }
            if (failure != null) {
                return failure;
            }
            if (!(silent instanceof SocketTimeoutException)) {
                throw silent; // nobody listens at the last, and to ask again at once would be in vain
            }
        }
        throw silent;
    }

    private static Answered ask(
            InetSocketAddress server,
            String name,
            List<DnsRecord> types,
            Predicate<DnsMessage> enough,
            int millis,
            Attempt attempt)
            throws IOException {
        var first = ThreadLocalRandom.current().nextInt(0xFFF0);
        var questions = new ArrayList<byte[]>();
        for (int i = 0; i < types.size(); i++) {
            questions.add(DnsMessage.question(first + i, name, types.get(i)));
        }
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            for (var question : questions) {
                socket.send(new DatagramPacket(question, question.length));
            }
            return new Answered(server, hear(socket, first, types, questions, enough, millis, attempt));
        }
    }

    /** @throws SocketTimeoutException when not all is answered in time */
    private static Map<DnsRecord, DnsMessage> hear(
            DatagramSocket socket,
            int first,
            List<DnsRecord> types,
            List<byte[]> questions,
            Predicate<DnsMessage> enough,
            int millis,
            Attempt attempt)
            throws IOException {
        var answers = new LinkedHashMap<DnsRecord, DnsMessage>();
        var packet = new DatagramPacket(new byte[4_096], 4_096);
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (answers.size() < types.size()) {
            var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            socket.setSoTimeout((int) Math.max(1, Math.min(left, attempt.millisLeft())));
            packet.setLength(4_096);
            socket.receive(packet);
            var heard = DnsMessage.parse(packet.getData(), packet.getLength());
            var which = heard.id() - first;
            if (which < 0 || which >= types.size()) {
                continue; // of another question
            }
            var server = (InetSocketAddress) socket.getRemoteSocketAddress();
            var whole = heard.truncated() ? overTcp(server, questions.get(which), attempt) : heard;
            answers.put(types.get(which), whole);
            if (enough.test(whole)) {
                break;
            }
        }
        return answers;
    }

    private static DnsMessage overTcp(InetSocketAddress server, byte[] question, Attempt attempt) throws IOException {
        try (var socket = attempt.hold(new Socket())) {
            socket.connect(server, attempt.millisLeft());
            socket.setSoTimeout(attempt.millisLeft());
            var out = new DataOutputStream(socket.getOutputStream());
            var whole = new byte[question.length + 2];
            whole[0] = (byte) (question.length >> 8);
            whole[1] = (byte) question.length;
            System.arraycopy(question, 0, whole, 2, question.length);
            out.write(whole);
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            var answer = new byte[Math.min(LARGEST, in.readUnsignedShort())];
            in.readFully(answer);
            return DnsMessage.parse(answer, answer.length);
        }
    }
}
