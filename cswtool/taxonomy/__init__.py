"""The words that records are tagged and counted by: 課題, 相談経路 and the like."""
