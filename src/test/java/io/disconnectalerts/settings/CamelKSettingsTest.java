package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.disconnectalerts.deploy.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout is that of Camel K's traits camel, container and mount, the links are the kubelet's. */
class CamelKSettingsTest {
    @TempDir
    Path camel;

    private Path folder;

    @BeforeEach
    void theOperatorsFolder() throws IOException {
        folder = Files.createDirectories(camel.resolve("conf.d"));
    }

    @Test
    void aKeyOfASecretIsASettingWithoutItsLastLineBreak() throws IOException {
        Volume.at(folder.resolve("_secrets/tokens"), Map.of("wecom.token", "abc\n"));
        assertEquals("abc", mounted().getProperty("wecom.token"));
    }

    @Test
    void aPropertiesFileIsReadAsUtf8() throws IOException {
        Volume.at(folder.resolve("_configmaps/settings"),
                Map.of("any.properties", "feishu.keyword=告警\nalerts.zone=+09:00\n"));
        assertEquals("告警", mounted().getProperty("feishu.keyword"));
        assertEquals("+09:00", mounted().getProperty("alerts.zone"));
        assertNull(mounted().getProperty("any.properties"));
    }

    @Test
    void theIntegrationsOwnPropertiesWinOverSecretsAndTheseOverConfigMaps() throws IOException {
        Files.writeString(camel.resolve("application.properties"), "a=conf\nb=conf\nc=conf\nd=conf\n");
        Volume.at(folder.resolve("_configmaps/z"), Map.of("z.properties", "b=map\nc=map\nd=map\n"));
        Volume.at(folder.resolve("_secrets/a"), Map.of("c", "secret", "d", "secret"));
        Files.writeString(folder.resolve("user.properties"), "d=user\n");
        assertEquals(Map.of("a", "conf", "b", "map", "c", "secret", "d", "user"), mounted());
    }

    @Test
    void aFolderThatIsNamedOnlyInTheOperatorsFileIsRead() throws IOException {
        Path elsewhere = camel.resolve("elsewhere");
        Volume.at(elsewhere, Map.of("wecom.token", "abc"));
        Files.writeString(camel.resolve("application.properties"), "camel.main.cloud-properties-location=" + elsewhere
                + ",/nowhere\n");
        assertEquals(Map.of("wecom.token", "abc"), mounted());
    }

    @Test
    void onlyTheCurrentVersionOfAVolumeCounts() throws IOException {
        Volume volume = Volume.at(folder.resolve("_secrets/tokens"),
                Map.of("wecom.token", "old", "wecom.url", "http://gone"));
        volume.update(Map.of("wecom.token", "new"));
        assertEquals(Map.of("wecom.token", "new"), mounted());
    }

    @Test
    void withoutAnOperatorNothingIsMounted() {
        assertEquals(Map.of(), CamelKSettings.read(name -> null));
    }

    private Properties mounted() {
        return CamelKSettings.read(Map.of("CAMEL_K_CONF", camel.resolve("application.properties").toString(),
                "CAMEL_K_CONF_D", folder.toString())::get);
    }
}
