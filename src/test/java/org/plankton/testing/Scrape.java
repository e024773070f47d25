package org.plankton.testing;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a service tells Prometheus.
 *
 * @param samples by their series, with the labels in the order of their names
 */
public record Scrape(String text, Map<String, Double> samples) {
    /** What services are to be started with for this. */
    public static final String TOKEN = "a-token-for-Prometheus";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]\\w*(?:\\{.*})?) (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    public static Scrape of(Client client) {
        HttpResponse<String> answer = client.send("GET", "/metrics", null, "", "Authorization", "Bearer " + TOKEN);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer + " " + answer.body());
        }
        return of(answer.body());
    }

    /**
     * As soon as a value is that: a client has the answer to a request before the request has ended, and is counted.
     *
     * @throws AssertionError if it is not in a while
     */
    public static Scrape once(Client client, String series, double value) {
        Await.await(PATIENCE, () -> of(client).value(series) == value);
        return of(client);
    }

    public static Scrape of(String text) {
        Map<String, Double> samples = SAMPLE.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        sample -> sample.group(1),
                        sample -> Double.valueOf(sample.group(2).replace("+Inf", "Infinity")),
                        (one, other) -> {
                            throw new IllegalStateException("a series is there twice");
                        },
                        TreeMap::new));
        return new Scrape(text, samples);
    }

    /** 0 if it is not there. */
    public double value(String series) {
        return samples.getOrDefault(series, 0.0);
    }

    /** The sum of all that begin so: with a name, or with a name, a brace and some labels. */
    public double sum(String beginning) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(beginning))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** All values that a label has, whichever metric's. */
    public Set<String> values(String label) {
        Set<String> values = new TreeSet<>();
        for (String series : samples.keySet()) {
            Matcher labels = LABEL.matcher(series);
            while (labels.find()) {
                if (labels.group(1).equals(label)) {
                    values.add(labels.group(2));
                }
            }
        }
        return values;
    }
}
