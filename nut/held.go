package nut

// Held is about how much memory the source keeps of its server, in bytes.
func (s *Source) Held() int {
	m := &s.Reader.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for i := range m.known {
		n += 24 + len(m.known[i].name)
	}
	return n
}
