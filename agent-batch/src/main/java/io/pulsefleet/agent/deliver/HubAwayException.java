package io.pulsefleet.agent.deliver;

import io.pulsefleet.agent.hub.Answer;

/** What the circuit breaker counts. */
final class HubAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    HubAwayException(Answer answer) {
        super(answer.detail());
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
