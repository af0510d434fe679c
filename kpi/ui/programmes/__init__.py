"""The parts of the programme page. Which of them appear follows from what a moment holds of a programme."""
