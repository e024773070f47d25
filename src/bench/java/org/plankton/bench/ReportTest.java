package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void aLineEndsBeforeItIsTooLong() {
        String word = "x".repeat(38);

        assertThat(Report.wrapped("- ", word + " " + word + " " + word + "xx and more"))
                .isEqualTo("- " + word + " " + word + " " + word + "xx\n  and more\n");
        assertThat(Report.wrapped("- ", word + " " + word + " " + word + "xxx and more"))
                .isEqualTo("- " + word + " " + word + "\n  " + word + "xxx and more\n");
    }

    @Test
    void aWordThatIsTooLongHasItsLineForItself() {
        String word = "x".repeat(130);

        assertThat(Report.wrapped("", "a " + word + " b")).isEqualTo("a\n" + word + "\nb\n");
    }
}
