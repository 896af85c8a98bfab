package io.ringlane.core.packet;

import java.nio.ByteBuffer;
import java.util.Set;

/** What {@link PacketParser} should find, one field after the other: slow, obvious, and unable to look outside its frame. */
record SlowPacketParser(
        int result, byte[] source, byte[] destination, int protocol, int sourcePort, int destinationPort) {
    private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 44, 60);

    static SlowPacketParser parse(byte[] frame, int wireLengthBytes) {
        ByteBuffer in = ByteBuffer.wrap(frame); // big-endian, throws at the end of the frame
        if (frame.length < 14) {
            return none(PacketParser.TRUNCATED);
        }
        int type = in.getShort(12) & 0xFFFF;
        if (type != 0x0800 && type != 0x86DD) {
            return none(PacketParser.NOT_IP);
        }
        if (frame.length < 14 + 20) {
            return none(PacketParser.TRUNCATED);
        }
        try {
            return type == 0x0800 ? ipv4(in, wireLengthBytes) : ipv6(in, wireLengthBytes);
        } catch (IndexOutOfBoundsException e) {
            return none(PacketParser.TRUNCATED);
        }
    }

    private static SlowPacketParser ipv4(ByteBuffer in, int wireLengthBytes) {
        int version = in.get(14) >> 4 & 0xF;
        int headerBytes = (in.get(14) & 0xF) * 4;
        if (version != 4 || headerBytes < 20) {
            return none(PacketParser.MALFORMED);
        }
        in.get(14 + headerBytes - 1); // options must be there
        int totalBytes = in.getShort(16) & 0xFFFF;
        if (totalBytes < headerBytes) {
            return none(PacketParser.MALFORMED);
        }
        if (14 + totalBytes > wireLengthBytes) {
            return none(PacketParser.TRUNCATED);
        }
        boolean moreFragments = (in.get(20) & 0x20) != 0;
        int fragmentOffset = in.getShort(20) & 0x1FFF;
        boolean isFragment = moreFragments || fragmentOffset != 0;
        int protocol = in.get(23) & 0xFF;
        return withPorts(PacketParser.IPV4, in, 26, 4, protocol, isFragment, 14 + headerBytes, 14 + totalBytes);
    }

    private static SlowPacketParser ipv6(ByteBuffer in, int wireLengthBytes) {
        if ((in.get(14) >> 4 & 0xF) != 6) {
            return none(PacketParser.MALFORMED);
        }
        in.get(14 + 40 - 1);
        int end = 14 + 40 + (in.getShort(18) & 0xFFFF);
        if (end > wireLengthBytes) {
            return none(PacketParser.TRUNCATED);
        }
        int protocol = in.get(20) & 0xFF;
        int position = 14 + 40;
        boolean isFragment = false;
        for (int headers = 0; EXTENSIONS.contains(protocol) && !isFragment; headers++) {
            if (headers == 8) {
                return none(PacketParser.MALFORMED);
            }
            isFragment = protocol == 44;
            int nextProtocol = in.get(position) & 0xFF;
            int bytes = isFragment ? 8 : 8 + 8 * (in.get(position + 1) & 0xFF);
            in.get(position + 7);
            position += bytes;
            if (position > end || position > in.limit()) {
                return none(PacketParser.TRUNCATED);
            }
            protocol = nextProtocol;
        }
        return withPorts(PacketParser.IPV6, in, 22, 16, protocol, isFragment, position, end);
    }

    private static SlowPacketParser withPorts(
            int result,
            ByteBuffer in,
            int addresses,
            int addressBytes,
            int protocol,
            boolean isFragment,
            int position,
            int end) {
        byte[] source = new byte[addressBytes];
        byte[] destination = new byte[addressBytes];
        in.get(addresses, source);
        in.get(addresses + addressBytes, destination);
        if (!isFragment && protocol == (addressBytes == 4 ? 1 : 58) && position + 2 <= Math.min(end, in.limit())) {
            return new SlowPacketParser(
                    result,
                    source,
                    destination,
                    protocol,
                    0x100 | in.get(position) & 0xFF,
                    in.get(position + 1) & 0xFF);
        }
        if (isFragment || protocol != 6 && protocol != 17) {
            return new SlowPacketParser(result, source, destination, protocol, 0, 0);
        }
        if (position + 4 > end) {
            return none(PacketParser.TRUNCATED);
        }
        return new SlowPacketParser(
                result,
                source,
                destination,
                protocol,
                in.getShort(position) & 0xFFFF,
                in.getShort(position + 2) & 0xFFFF);
    }

    private static SlowPacketParser none(int result) {
        return new SlowPacketParser(result, new byte[0], new byte[0], 0, 0, 0);
    }
}
