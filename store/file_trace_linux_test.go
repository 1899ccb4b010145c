package store

import (
	"bufio"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A move is a system call that changes files, or an acknowledgement.
type move struct {
	call     string // create, write, truncate, sync, rename, remove, syncdir, ack
	name, to string // within the directory
	at       int64
	data     []byte
}

// parseTrace reads what strace wrote about a directory.
func parseTrace(t *testing.T, log, dir string) (moves []move) {
	t.Helper()
	file, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p := traceParser{dir: dir, open: map[string]string{}, half: map[string]string{}, exists: map[string]bool{}}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		pid, line, _ := strings.Cut(lines.Text(), " ")
		line = strings.TrimLeft(line, " ")
		if call, is := strings.CutSuffix(line, " <unfinished ...>"); is {
			p.half[pid] = call
			continue
		}
		if strings.HasPrefix(line, "<... ") {
			_, rest, _ := strings.Cut(line, "resumed>")
			line = p.half[pid] + rest
		}
		call, rest, is := strings.Cut(line, "(")
		end := strings.LastIndex(rest, ") ")
		if _, result, _ := strings.Cut(rest[max(end, 0):], "= "); is && end >= 0 && !strings.HasPrefix(result, "-") {
			p.take(t, call, strings.Split(rest[:end], ", "), result)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return p.moves
}

type traceParser struct {
	dir    string
	open   map[string]string // file descriptor -> path
	half   map[string]string // process -> call that is under way
	exists map[string]bool
	moves  []move
}

func (p *traceParser) add(m move) { p.moves = append(p.moves, m) }

func (p *traceParser) take(t *testing.T, call string, args []string, result string) {
	switch call {
	case "openat":
		path := unhex(t, args[1])
		p.open[result] = path
		if name, in := p.in(path); in && strings.Contains(args[2], "O_CREAT") && !p.exists[name] {
			p.exists[name] = true
			p.add(move{call: "create", name: name})
		}
	case "close":
		delete(p.open, args[0])
	case "renameat", "renameat2", "rename":
		from, to := args[0], args[1]
		if call != "rename" {
			from, to = args[1], args[3]
		}
		a, in := p.in(unhex(t, from))
		b, _ := p.in(unhex(t, to))
		if in {
			p.exists[b] = true
			delete(p.exists, a)
			p.add(move{call: "rename", name: a, to: b})
		}
	case "unlinkat":
		if name, in := p.in(unhex(t, args[1])); in {
			delete(p.exists, name)
			p.add(move{call: "remove", name: name})
		}
	default:
		p.content(t, call, args)
	}
}

// content takes calls that concern an open file.
func (p *traceParser) content(t *testing.T, call string, args []string) {
	if call == "write" && args[0] == "1" {
		if said := unhex(t, args[1]); strings.HasPrefix(said, "ack ") {
			n, _ := strconv.Atoi(strings.TrimSpace(said[4:]))
			p.add(move{call: "ack", at: int64(n)})
		}
		return
	}
	path := p.open[args[0]]
	name, in := p.in(path)
	switch {
	case path == p.dir && (call == "fsync" || call == "fdatasync"):
		p.add(move{call: "syncdir"})
	case !in:
	case call == "fsync" || call == "fdatasync":
		p.add(move{call: "sync", name: name})
	case call == "ftruncate":
		n, _ := strconv.ParseInt(args[1], 10, 64)
		p.add(move{call: "truncate", name: name, at: n})
	case call == "pwrite64":
		n, _ := strconv.ParseInt(args[3], 10, 64)
		p.add(move{call: "write", name: name, at: n, data: []byte(unhex(t, args[1]))})
	case call == "write":
		t.Fatalf("a write without a position to %s", path)
	}
}

func (p *traceParser) in(path string) (name string, in bool) {
	return filepath.Base(path), filepath.Dir(path) == p.dir
}

// unhex reads a string as strace -xx writes it.
func unhex(t *testing.T, s string) string {
	t.Helper()
	text, err := strconv.Unquote(s)
	if err != nil {
		t.Fatalf("%.80s: %v", s, err)
	}
	return text
}

func countAcks(moves []move) (n int) {
	for _, m := range moves {
		if m.call == "ack" {
			n++
		}
	}
	return n
}

// A content is that of a file, which is zeros from the end of its data on.
type content struct {
	data []byte
	size int64
}

// An inode is what is on the disk of a file, and what is not for certain.
type inode struct {
	durable content
	pending []move
}

// A change is one of a directory.
type change struct {
	name string
	to   *inode // nil: it is gone
	same bool   // as the one before: a rename is both
}

// replay is what a disk may hold after a power cut at the end of moves: of each file what was synced, and a part of what was
// not; of the directory what was synced, and the first of the changes since then.
func replay(moves []move, r *rand.Rand) (image map[string]content, acked int) {
	acked = -1
	names := map[string]*inode{} // as the process sees them
	stable := map[string]*inode{}
	var changes []change
	for i := range moves {
		m := &moves[i]
		switch m.call {
		case "ack":
			acked = int(m.at)
		case "create":
			names[m.name] = new(inode)
			changes = append(changes, change{name: m.name, to: names[m.name]})
		case "rename":
			changes = append(changes, change{name: m.to, to: names[m.name]}, change{name: m.name, same: true})
			names[m.to] = names[m.name]
			delete(names, m.name)
		case "remove":
			delete(names, m.name)
			changes = append(changes, change{name: m.name})
		case "syncdir":
			stable, changes = maps.Clone(names), nil
		case "sync":
			n := names[m.name]
			for i := range n.pending {
				n.durable.apply(&n.pending[i], nil)
			}
			n.pending = nil
		default:
			names[m.name].pending = append(names[m.name].pending, *m)
		}
	}
	for i, keep := 0, r.IntN(len(changes)+1); i < len(changes) && (i < keep || changes[i].same && i == keep); i++ {
		if stable[changes[i].name] = changes[i].to; changes[i].to == nil {
			delete(stable, changes[i].name)
		}
	}
	image = make(map[string]content)
	for name, n := range stable {
		image[name] = n.cut(r)
	}
	return image, acked
}

// cut is what is left of a file: of each write all, nothing, or some sectors.
func (n *inode) cut(r *rand.Rand) content {
	left := content{append([]byte(nil), n.durable.data...), n.durable.size}
	for i := range n.pending {
		switch r.IntN(3) {
		case 0:
			left.apply(&n.pending[i], nil)
		case 1:
			left.apply(&n.pending[i], r)
		}
	}
	return left
}

// apply writes to a file: all, or those sectors that chance takes.
func (c *content) apply(m *move, r *rand.Rand) {
	const sector = 512
	if m.call == "truncate" {
		c.size = m.at
		c.data = c.data[:min(int64(len(c.data)), m.at)]
		return
	}
	for at := 0; at < len(m.data); {
		end := min((at+int(m.at))/sector*sector+sector-int(m.at), len(m.data))
		if r == nil || r.IntN(2) == 0 {
			if grow := m.at + int64(end) - int64(len(c.data)); grow > 0 {
				c.data = append(c.data, make([]byte, grow)...)
			}
			copy(c.data[m.at+int64(at):], m.data[at:end])
		}
		at = end
	}
	c.size = max(c.size, int64(len(c.data)))
}
