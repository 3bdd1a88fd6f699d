package io.haochaping.domain.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a publication adds up channels. A channel that no node has stands beside the tops, so that these always add up to all.
 *
 * @param nodes as they are listed
 */
public record ChannelTree(List<Node> nodes) {
    public static final ChannelTree NONE = new ChannelTree(List.of());

    public ChannelTree {
        nodes = List.copyOf(nodes);
    }

    /**
     * @param under id of the node above; empty: a top
     * @param channels what counts here; empty beside apps: any
     * @param originApps of these channels only these apps; empty: all that no other node names
     */
    public record Node(
            String id, String zh, String en, Optional<String> under, Set<String> channels, Set<String> originApps) {
        public Node {
            channels = Set.copyOf(channels);
            originApps = Set.copyOf(originApps);
        }

        /** Whether it names the app: it then goes before a node that has the whole channel. */
        boolean hasApp(String channel, String originApp) {
            return originApps.contains(originApp) && (channels.isEmpty() || channels.contains(channel));
        }

        boolean hasRest(String channel) {
            return originApps.isEmpty() && channels.contains(channel);
        }
    }

    /** Where figures of the channel and app count; empty: beside the tree. */
    public Optional<Node> nodeOf(String channel, String originApp) {
        return nodes.stream()
                .filter(node -> node.hasApp(channel, originApp))
                .findFirst()
                .or(() -> nodes.stream().filter(node -> node.hasRest(channel)).findFirst());
    }

    /** Ids of the node and of all above it, its top last. */
    public List<String> path(Node node) {
        Map<String, Node> byId = new HashMap<>();
        nodes.forEach(each -> byId.put(each.id(), each));
        List<String> path = new ArrayList<>();
        for (Optional<Node> at = Optional.of(node);
                at.isPresent();
                at = at.flatMap(Node::under).map(byId::get)) {
            path.add(at.get().id());
        }
        return path;
    }
}
