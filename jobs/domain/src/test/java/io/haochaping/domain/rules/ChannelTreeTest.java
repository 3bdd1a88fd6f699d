package io.haochaping.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.rules.ChannelTree.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guangdong's of 2021 with an app told apart. */
class ChannelTreeTest {
    private static final Node WEB = node("web", null, Set.of("web"), Set.of());
    private static final Node SMS = node("sms", "web", Set.of("sms"), Set.of());
    private static final Node APP = node("app", "apps", Set.of("mobile"), Set.of("yss"));
    private static final Node APPS = node("apps", null, Set.of("mobile", "qr"), Set.of());
    private static final Node ANYWHERE = node("anywhere", null, Set.of(), Set.of("kiosk-app"));
    private static final ChannelTree TREE = new ChannelTree(List.of(WEB, SMS, APPS, APP, ANYWHERE));

    @Test
    void aNodeThatNamesTheAppGoesBeforeTheOneThatHasTheChannel() {
        assertThat(TREE.nodeOf("mobile", "yss")).contains(APP);
        assertThat(TREE.nodeOf("mobile", "other")).contains(APPS);
        assertThat(TREE.nodeOf("qr", "yss")).contains(APPS);
        assertThat(TREE.nodeOf("hall", "kiosk-app")).contains(ANYWHERE);
    }

    @Test
    void aChannelThatNoNodeHasStandsBesideTheTree() {
        assertThat(TREE.nodeOf("courier", "")).isEmpty();
        assertThat(ChannelTree.NONE.nodeOf("web", "")).isEmpty();
    }

    @Test
    void aPathLeadsToTheTop() {
        assertThat(TREE.path(SMS)).containsExactly("sms", "web");
        assertThat(TREE.path(APP)).containsExactly("app", "apps");
        assertThat(TREE.path(WEB)).containsExactly("web");
    }

    private static Node node(String id, String under, Set<String> channels, Set<String> apps) {
        return new Node(id, id, id, Optional.ofNullable(under), channels, apps);
    }
}
