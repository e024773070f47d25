package org.plankton.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** {@code tomcat-conf/plankton.xml} is where settings are explained, so it must have all of them, and rightly. */
class TomcatConfTest {
    private static final Path FILE = Path.of("tomcat-conf/plankton.xml");
    private static final List<Setting> SETTINGS = new ArrayList<>();

    /**
     * A setting as it stands in the file.
     *
     * @param explanation the comment before it
     */
    private record Setting(String name, String value, boolean commentedOut, String explanation) {
        private static final Pattern DEFAULT = Pattern.compile("Default: (none|\\w+)[.,]");

        boolean isRequired() {
            return explanation.contains("Required.");
        }

        /** As it is explained; null if it is not, or the setting is required. */
        String usual() {
            Matcher matcher = DEFAULT.matcher(explanation);
            return matcher.find() ? matcher.group(1).replace("none", "") : null;
        }
    }

    @BeforeAll
    static void read() throws Exception {
        DocumentBuilder xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        Node node = xml.parse(FILE.toFile()).getDocumentElement().getFirstChild();
        for (String explanation = ""; node != null; node = node.getNextSibling()) {
            boolean commentedOut =
                    node instanceof Comment && node.getTextContent().strip().startsWith("<Parameter");
            if (commentedOut) {
                String text = node.getTextContent();
                Node setting = xml.parse(new InputSource(new StringReader(text.strip())))
                        .getDocumentElement();
                SETTINGS.add(setting((Element) setting, true, explanation));
                explanation = "";
            } else if (node instanceof Comment) {
                explanation = node.getTextContent();
            } else if (node instanceof Element element && element.getTagName().equals("Parameter")) {
                SETTINGS.add(setting(element, false, explanation));
                explanation = "";
            }
        }
    }

    private static Setting setting(Element parameter, boolean commentedOut, String explanation) {
        return new Setting(parameter.getAttribute("name"), parameter.getAttribute("value"), commentedOut, explanation);
    }

    @Test
    void everySettingIsThereOnceAndNoOther() {
        assertThat(SETTINGS).extracting(Setting::name).containsExactlyInAnyOrderElementsOf(known());
    }

    @Test
    void eachIsExplainedWithItsDefaultUnlessItIsRequired() throws UnusableSettings {
        Map<String, String> required =
                values(SETTINGS.stream().filter(Setting::isRequired).toList());
        assertThat(SETTINGS).allMatch(setting -> setting.isRequired() == (setting.usual() == null));

        for (Setting setting : SETTINGS) {
            if (!setting.isRequired()) {
                assertThat(Settings.of(Map.of(setting.name(), setting.usual()), Map.of(), required))
                        .describedAs(setting.name())
                        .isEqualTo(Settings.of(Map.of(), Map.of(), required));
            }
        }
    }

    @Test
    void thoseCommentedOutStandAtTheirDefaults() {
        assertThat(SETTINGS)
                .filteredOn(Setting::commentedOut)
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(setting.value()).isEqualTo(setting.usual()));
    }

    @Test
    void theFileAsItIsCanBeUsed() throws UnusableSettings {
        Settings settings = Settings.of(
                Map.of(),
                Map.of(),
                values(SETTINGS.stream()
                        .filter(setting -> !setting.commentedOut())
                        .toList()));

        assertThat(settings.limits().metadata()).isEqualTo(32_768);
    }

    /** All there are: the message on one that there is not has their names. */
    private static List<String> known() {
        UnusableSettings unusable = catchThrowableOfType(
                UnusableSettings.class, () -> Settings.of(Map.of(), Map.of(), Map.of("plankton.unknown", "")));
        String names = unusable.problems().stream()
                .filter(problem -> problem.startsWith("plankton.unknown "))
                .findFirst()
                .orElseThrow();
        return Pattern.compile("plankton\\.[a-z.-]*[a-z]")
                .matcher(names.substring(names.indexOf(" one of: ")))
                .results()
                .map(match -> match.group())
                .toList();
    }

    private static Map<String, String> values(List<Setting> settings) {
        return settings.stream().collect(Collectors.toMap(Setting::name, Setting::value));
    }
}
