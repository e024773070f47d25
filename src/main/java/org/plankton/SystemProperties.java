package org.plankton;

import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Java's system properties. */
final class SystemProperties {
    private SystemProperties() {}

    /** Those that are texts, as they are now. */
    static Map<String, String> all() {
        Properties properties = System.getProperties();
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), properties::getProperty));
    }
}
