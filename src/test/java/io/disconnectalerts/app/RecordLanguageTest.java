package io.disconnectalerts.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.Given;
import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.News;
import io.disconnectalerts.alert.Verdict;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.bean.BeanExpression;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a record is answered as Camel answers it, by ourselves where it is simple. */
class RecordLanguageTest {
    private static final News NEWS =
            Alert.news(Given.event("kicked"), Verdict.of("removed warning"));

    private final CamelContext camels = new DefaultCamelContext();
    private final CamelContext ours = new DefaultCamelContext();

    @BeforeEach
    void start() {
        ours.getRegistry().bind("bean-language", new RecordLanguage());
        ours.start();
        camels.start();
    }

    @AfterEach
    void stop() {
        ours.stop();
        camels.stop();
    }

    private static String answer(CamelContext camel, String asked) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(NEWS);
        exchange.setVariable("word", "absent");
        try {
            return String.valueOf(camel.resolveLanguage("simple").createExpression("${body" + asked + "}")
                    .evaluate(exchange, Object.class));
        } catch (RuntimeException refused) {
            return refused.getClass().getSimpleName();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            .severity                   # warning                        # ours
            .atLeast('warning')         # true                           # ours
            .atLeast('critical')        # false                          # ours
            .field('reason')            # kicked                         # ours
            .event.family               # client                         # Camel's
            .field(${variable.word})    # ''                             # Camel's
            .attributes[line]           # null                           # Camel's
            .atLeast('urgent')          # RuntimeBeanExpressionException # Camel's
            .nodee                      # RuntimeBeanExpressionException # Camel's
            """)
    void aRecordIsAskedAtOnce(String asked, String answer, String whose) {
        assertEquals(answer, answer(camels, asked));
        assertEquals(answer, answer(ours, asked));
        assertEquals(whose, ours.resolveLanguage("bean").createExpression(null, new Object[] {null, NEWS, asked})
                instanceof BeanExpression ? "Camel's" : "ours");
    }
}
