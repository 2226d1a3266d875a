package io.pulsefleet.agent.jobs;

import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Metrics;
import io.pulsefleet.wire.batch.Step;
import io.pulsefleet.wire.batch.Trouble;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.Metric;
import jakarta.batch.runtime.StepExecution;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What Jakarta Batch knows of an execution, as it is told. */
final class Inside {

    private Inside() {}

    /**
     * @param troubles by the step's name
     * @param expected by the step's name
     */
    static Execution of(
            JobExecution job,
            long instance,
            List<StepExecution> steps,
            Map<String, Trouble> troubles,
            Map<String, Long> expected) {
        return new Execution(
                job.getJobName(),
                instance,
                job.getExecutionId(),
                job.getBatchStatus().name(),
                job.getExitStatus(),
                moment(job.getCreateTime()),
                moment(job.getStartTime()),
                moment(job.getEndTime()),
                moment(job.getLastUpdatedTime()),
                parameters(job),
                steps.stream().map(step -> step(step, troubles, expected)).toList());
    }

    private static Map<String, String> parameters(JobExecution job) {
        var all = new TreeMap<String, String>();
        var given = job.getJobParameters();
        if (given != null) {
            given.stringPropertyNames().forEach(name -> all.put(name, given.getProperty(name)));
        }
        return all;
    }

    private static Step step(StepExecution step, Map<String, Trouble> troubles, Map<String, Long> expected) {
        return new Step(
                step.getStepName(),
                step.getBatchStatus().name(),
                step.getExitStatus(),
                moment(step.getStartTime()),
                moment(step.getEndTime()),
                metrics(step.getMetrics()),
                expected.get(step.getStepName()),
                List.of(),
                troubles.get(step.getStepName()));
    }

    private static Metrics metrics(Metric[] counted) {
        var all = Arrays.stream(counted).collect(Collectors.toMap(Metric::getType, Metric::getValue, Long::sum));
        return new Metrics(
                all.getOrDefault(Metric.MetricType.READ_COUNT, 0L),
                all.getOrDefault(Metric.MetricType.WRITE_COUNT, 0L),
                all.getOrDefault(Metric.MetricType.FILTER_COUNT, 0L),
                all.getOrDefault(Metric.MetricType.READ_SKIP_COUNT, 0L),
                all.getOrDefault(Metric.MetricType.PROCESS_SKIP_COUNT, 0L),
                all.getOrDefault(Metric.MetricType.WRITE_SKIP_COUNT, 0L),
                all.getOrDefault(Metric.MetricType.COMMIT_COUNT, 0L),
                all.getOrDefault(Metric.MetricType.ROLLBACK_COUNT, 0L));
    }

    private static Instant moment(Date date) {
        return date == null ? null : date.toInstant();
    }
}
