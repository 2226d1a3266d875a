package io.pulsefleet.agent.push;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Carries letters by HTTP POST. It follows no redirect: what it shows is for the one that was named. */
final class Postman {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    Verdict carry(Outlet outlet, Letter letter) throws InterruptedException {
        var request = HttpRequest.newBuilder(outlet.url())
                .timeout(outlet.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "PulseFleet")
                .POST(BodyPublishers.ofByteArray(letter.body()));
        outlet.authorization().ifPresent(shown -> request.header("Authorization", shown));
        try {
            var answer = client.send(request.build(), BodyHandlers.discarding());
            return Verdict.of(answer.statusCode(), answer.headers().firstValue("Retry-After"));
        } catch (IOException noAnswer) {
            return Verdict.none(noAnswer.getClass().getSimpleName().replace("Exception", "")
                    + (noAnswer.getMessage() == null ? "" : ": " + noAnswer.getMessage()));
        }
    }
}
