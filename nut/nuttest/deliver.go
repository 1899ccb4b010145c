package nuttest

import (
	"fmt"
	"net"
	"strings"
	"time"
)

// Bounds of what the faults send, for clients that would take it all.
const (
	endlessLines = 4 << 20
	hugeLine     = 32 << 20
	dripPace     = 3 * time.Millisecond
)

// deliver sends an answer, spoilt by the fault.
func (c *session) deliver(lines []string, fault Fault) next {
	half := lines[:(len(lines)+1)/2]
	switch fault {
	case HangList:
		_ = c.send(half...)
		return c.fallSilent()
	case CloseMidList:
		_ = c.send(half...)
		return hangUp
	case HalfLine:
		return c.halfLine(half)
	case Reset:
		return c.reset(half)
	case Garbage:
		_ = c.write(garbage())
	case BadQuote:
		_ = c.send(withoutLastQuote(lines)...)
	case WrongEnd:
		_ = c.send(replaceEnd(lines, "END LIST VAR somebody-else")...)
	case NoEnd:
		return c.noEnd(lines)
	case Endless, Drip, HugeLine:
		return c.flood(lines, fault)
	default:
		_ = c.send(lines...)
	}
	return goOn
}

// fallSilent keeps the connection open and answers nothing any more.
func (c *session) fallSilent() next {
	c.silent = true
	return dropRest
}

func (c *session) halfLine(lines []string) next {
	if len(lines) > 0 {
		last := lines[len(lines)-1]
		_ = c.send(lines[:len(lines)-1]...)
		_ = c.write(last[:len(last)/2])
	}
	return hangUp
}

// reset closes below TLS and without waiting for what is unsent: the kernel then sends RST.
func (c *session) reset(lines []string) next {
	_ = c.send(lines...)
	if tcp, ok := c.raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.raw.Close()
	return hangUp
}

func (c *session) noEnd(lines []string) next {
	if !isList(lines) {
		_ = c.send(lines...)
		return goOn
	}
	_ = c.send(lines[:len(lines)-1]...)
	return c.fallSilent()
}

// flood sends more than anybody wants, until the client goes or a bound is reached.
func (c *session) flood(lines []string, fault Fault) next {
	if !isList(lines) {
		_ = c.send(lines...)
		return goOn
	}
	_ = c.send(lines[0])
	words := strings.Fields(lines[0])[2:] // behind BEGIN LIST: "UPS", or "VAR" and the UPS
	prefix := strings.Join(words, " ") + " "
	if fault == HugeLine {
		return c.huge(prefix)
	}
	for i := range endlessLines {
		line := fmt.Sprintf("%sendless.%d \"0\"", prefix, i)
		if fault == Drip {
			if !c.drip(line + c.lineEnd) {
				return hangUp
			}
		} else if c.send(line) != nil {
			return hangUp
		}
	}
	return hangUp
}

func (c *session) drip(text string) bool {
	for i := range len(text) {
		if c.write(text[i:i+1]) != nil || !c.pause(dripPace) {
			return false
		}
	}
	return true
}

func (c *session) huge(prefix string) next {
	err := c.write(prefix + `huge "`)
	block := strings.Repeat("x", 64<<10)
	for sent := 0; err == nil && sent < hugeLine; sent += len(block) {
		err = c.write(block)
	}
	return hangUp
}

func isList(lines []string) bool {
	return len(lines) > 1 && strings.HasPrefix(lines[0], "BEGIN LIST ")
}

// garbage is every byte there is, in an order that makes neither words nor UTF-8, and a line end.
func garbage() string {
	b := make([]byte, 0, 257)
	for i := range 256 {
		b = append(b, byte(i*167+128))
	}
	return string(append(b, '\n'))
}

func withoutLastQuote(lines []string) []string {
	spoilt := make([]string, len(lines))
	for i, line := range lines {
		spoilt[i] = strings.TrimSuffix(line, `"`)
	}
	return spoilt
}

func replaceEnd(lines []string, end string) []string {
	if !isList(lines) {
		return lines
	}
	return append(lines[:len(lines)-1:len(lines)-1], end)
}
